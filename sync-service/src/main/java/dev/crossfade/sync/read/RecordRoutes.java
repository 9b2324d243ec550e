package dev.crossfade.sync.read;

import dev.crossfade.core.blueprint.Filter;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.problem.Problem;
import dev.crossfade.kit.problem.ProblemException;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET} of one record and of a page of records. */
public final class RecordRoutes {
  private static final String POSITION = "Crossfade-Position";
  private static final String STATE = "Crossfade-Record-State";
  private static final Problem NOT_FOUND =
      ReadProblem.RECORD_NOT_FOUND.with("The tenant has no record of this id.");
  // What a browser kept may be older than what it has written since.
  private static final Header NO_CACHE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
  private static final Access READERS =
      Access.roles(Role.READER, Role.WRITER, Role.OPERATOR, Role.ADMIN);

  private final Migrations migrations;
  private final SyncStore store;
  private final RecordReader reader;
  private final AppliedWait applied;

  public RecordRoutes(Migrations migrations, SyncStore store, AppliedWait applied) {
    this.migrations = migrations;
    this.store = store;
    this.reader = new RecordReader(store);
    this.applied = applied;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/{m}/records/{domain}", READERS, this::page),
        Route.get("/v1/{m}/records/{domain}/{id}", READERS, this::one));
  }

  private void one(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    RecordReader.Scope scope = scope(request, who);
    String id = keyId(request, scope);
    if (Limits.checkId(id) != null) {
      throw NOT_FOUND.exception();
    }
    applied.await(request, scope.partition());
    StoredRecord record = reader.one(scope, id).record();
    Map<String, String> told = new LinkedHashMap<>();
    if (record.state() != null) {
      told.put(STATE, record.state());
    }
    Position version = record.position();
    if (version != null) {
      told.put(POSITION, version.toString());
    }
    if (record.data() == null || version == null) {
      throw new ProblemException(NOT_FOUND, told);
    }
    told.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    response.header(NO_CACHE);
    String etag = '"' + version.toString() + '"';
    response.header(HeaderNames.ETAG, etag);
    if (etag.equals(header(request, HeaderNames.IF_NONE_MATCH))) {
      Responses.empty(response, 304);
    } else {
      Responses.json(response, 200, record.data());
    }
  }

  /** The id of the record's key: the one asked for, or derived from the one that a source uses. */
  private static String keyId(ServerRequest request, RecordReader.Scope scope) {
    String id = request.path().pathParameters().get("id");
    String source = PageQuery.source(request.query());
    return source == null || Limits.checkId(id) != null
        ? scope.domain().canonicalKeyId(id)
        : scope.domain().recordKey(new SourceKey(scope.tenant(), source), id).id();
  }

  private void page(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    RecordReader.Scope scope = scope(request, who);
    PageQuery query = PageQuery.read(request.query());
    List<Filter.Equal> filters = new ArrayList<>();
    for (PageQuery.Where where : query.where()) {
      filters.add(filter(scope, where));
    }
    applied.await(request, scope.partition());
    RecordReader.Page page = reader.page(scope, filters, query.after(), query.limit());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode records = body.putArray("records");
    for (StoredRecord record : page.records()) {
      ObjectNode one = records.addObject().put("id", record.id());
      one.put("position", record.position() == null ? null : record.position().toString());
      one.put("state", record.state());
      one.set("data", record.data());
    }
    body.put("next", page.next());
    int partition = scope.partition().partition();
    body.put(
        "position",
        page.nextOffset() == 0 ? null : new Position(partition, page.nextOffset() - 1).toString());
    response.header(NO_CACHE);
    Responses.json(response, 200, body);
  }

  private static Filter.Equal filter(RecordReader.Scope scope, PageQuery.Where where) {
    Filter filter = scope.domain().mapping().filter(scope.tenant(), where.field(), where.value());
    return switch (filter) {
      case Filter.Equal equal -> equal;
      case Filter.UnknownField unknown ->
          throw PageQuery.badQuery(
              "where." + where.field() + ": records of this domain cannot be filtered by it.");
      case Filter.Misfit misfit ->
          throw PageQuery.badQuery("where." + where.field() + " " + misfit.detail() + ".");
    };
  }

  private RecordReader.Scope scope(ServerRequest request, Identity who) {
    TenantScope of = TenantScope.of(request, who.requireTenant(), migrations, store);
    return of.records(request.path().pathParameters().get("domain"))
        .orElseThrow(
            () ->
                ReadProblem.UNKNOWN_DOMAIN
                    .with("The migration's blueprint has no domain of this name.")
                    .exception());
  }

  private static @Nullable String header(ServerRequest request, HeaderName name) {
    return request.headers().first(name).orElse(null);
  }
}
