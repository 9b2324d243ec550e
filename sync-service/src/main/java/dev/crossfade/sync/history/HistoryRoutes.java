package dev.crossfade.sync.history;

import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.read.HistoryQuery;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.read.RecordReader;
import dev.crossfade.sync.read.StoredRecord;
import dev.crossfade.sync.read.TenantScope;
import dev.crossfade.sync.resolve.LoggedEvents;
import dev.crossfade.sync.resolve.Reach;
import dev.crossfade.sync.store.ParkedList;
import dev.crossfade.sync.store.RecordStory;
import dev.crossfade.sync.store.RecordStory.Beside;
import dev.crossfade.sync.store.RecordStory.Kept;
import dev.crossfade.sync.store.RecordStory.Told;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/{m}/records/{domain}/{id}/history}: the record, what was said of it, what became
 * of that, and what waits. The tables say what was decided, the log what was sent.
 */
public final class HistoryRoutes {
  private static final Access READERS =
      Access.roles(Role.READER, Role.WRITER, Role.OPERATOR, Role.ADMIN);
  private static final int HELD_AT_MOST = 100;

  private final Migrations migrations;
  private final SyncStore store;
  private final LoggedEvents events;

  public HistoryRoutes(Migrations migrations, SyncStore store, LoggedEvents events) {
    this.migrations = migrations;
    this.store = store;
    this.events = events;
  }

  public List<Route> routes() {
    return List.of(Route.get("/v1/{m}/records/{domain}/{id}/history", READERS, this::history));
  }

  /** What the tables say, all of one moment. */
  private record Found(
      StoredRecord record,
      boolean deleted,
      List<Told> decisions,
      ParkedList.@Nullable Entry parked,
      List<Beside> conflicts,
      List<Kept> held) {}

  private void history(ServerRequest request, ServerResponse response, Identity who)
      throws InterruptedException {
    HistoryQuery query = HistoryQuery.read(request.query());
    String tenant = Reach.of(who, query.tenant()).tenant();
    TenantScope of =
        TenantScope.of(request, tenant == null ? who.requireTenant() : tenant, migrations, store);
    RecordReader.Scope scope =
        of.records(request.path().pathParameters().get("domain"))
            .orElseThrow(
                () ->
                    ReadProblem.UNKNOWN_DOMAIN
                        .with("The migration's blueprint has no domain of this name.")
                        .exception());
    RecordKey key = key(scope, request.path().pathParameters().get("id"), query.source());
    long before = before(of, query.before());
    Found found = store.reads().snapshot(db -> find(db, of, scope, key, before, query.limit() + 1));
    if (found.decisions().isEmpty() && found.held().isEmpty() && before == Long.MAX_VALUE) {
      throw ReadProblem.RECORD_NOT_FOUND.with("The tenant has no record of this id.").exception();
    }
    Responses.json(response, 200, json(of, found, query.limit()));
  }

  private static RecordKey key(RecordReader.Scope scope, String id, @Nullable String source) {
    if (Limits.checkId(id) != null) {
      throw ReadProblem.RECORD_NOT_FOUND.with("The tenant has no record of this id.").exception();
    }
    return source == null
        ? new RecordKey(scope.tenant(), scope.domain().name(), scope.domain().canonicalKeyId(id))
        : scope.domain().recordKey(new SourceKey(scope.tenant(), source), id);
  }

  private static long before(TenantScope of, @Nullable String text) {
    if (text == null) {
      return Long.MAX_VALUE;
    }
    Position position = Position.parse(text);
    if (position == null || position.partition() != of.partition().partition()) {
      throw ReadProblem.BAD_POSITION.with("before takes the next of the page before.").exception();
    }
    return position.offset();
  }

  private static Found find(
      DSLContext db,
      TenantScope of,
      RecordReader.Scope scope,
      RecordKey key,
      long before,
      int atMost) {
    short migration = of.partition().migration();
    Map<String, StoredRecord> records = RecordReader.among(db, scope, List.of(key.id()));
    StoredRecord record =
        records.getOrDefault(key.id(), new StoredRecord(key.id(), null, null, null));
    return new Found(
        record,
        RecordStory.deleted(db, migration, key),
        RecordStory.decisions(db, migration, key, before, atMost),
        ParkedList.of(db, migration, key),
        RecordStory.conflicts(db, migration, key),
        RecordStory.held(db, migration, key, HELD_AT_MOST));
  }

  private ObjectNode json(TenantScope of, Found found, int limit) throws InterruptedException {
    int partition = of.partition().partition();
    boolean more = found.decisions().size() > limit;
    List<Told> shown = more ? found.decisions().subList(0, limit) : found.decisions();
    Map<Position, Decoded> log =
        events.read(
            of.migration(),
            shown.stream().map(told -> new Position(partition, told.offset())).toList());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    StoredRecord record = found.record();
    body.putObject("record")
        .put("position", record.position() == null ? null : record.position().toString())
        .put("state", record.state())
        .put("deleted", found.deleted())
        .set("data", record.data());
    ArrayNode all = body.putArray("events");
    for (Told told : shown) {
      Position position = new Position(partition, told.offset());
      ObjectNode one = all.addObject().put("position", position.toString());
      one.put("source", told.source().isEmpty() ? null : told.source());
      one.put("outcome", told.outcome()).put("detail", told.detail());
      LoggedEvent.put(one, log.get(position));
    }
    body.set("parked", parked(found.parked()));
    ArrayNode conflicts = body.putArray("conflicts");
    found.conflicts().forEach(beside -> conflicts.add(beside(beside)));
    ArrayNode held = body.putArray("held");
    found.held().forEach(kept -> held.add(kept(kept)));
    return body.put(
        "next", more ? new Position(partition, shown.getLast().offset()).toString() : null);
  }

  private static @Nullable ObjectNode parked(ParkedList.@Nullable Entry entry) {
    return entry == null
        ? null
        : JsonNodeFactory.instance
            .objectNode()
            .put("id", entry.position().toString())
            .put("reason", entry.parked().reason().word())
            .put("detail", entry.parked().detail())
            .put("tries", entry.tries())
            .put("parkedAt", entry.parkedAt().toString())
            .put("retryAt", entry.retryAt().toString());
  }

  private static ObjectNode beside(Beside beside) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", new Position(beside.partition(), beside.offset()).toString())
        .put("source", beside.source())
        .put("state", beside.state().toLowerCase(Locale.ROOT))
        .put("policy", beside.policy())
        .put("appended", beside.appended().toString());
  }

  private static ObjectNode kept(Kept kept) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", new Position(kept.partition(), kept.offset()).toString())
        .put("source", kept.source())
        .put("why", kept.why().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("appended", kept.appended().toString());
  }
}
