package dev.crossfade.sync.progress;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.sync.read.ListQuery;
import dev.crossfade.sync.read.ReadProblem;
import dev.crossfade.sync.resolve.Reach;
import dev.crossfade.sync.store.SourceList;
import dev.crossfade.sync.store.SourceList.Entry;
import dev.crossfade.sync.store.SourceList.Latest;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /v1/{m}/sources} and one of them: who writes for a tenant, and how far that is. */
public final class SourceRoutes {
  private static final Access READERS =
      Access.roles(Role.READER, Role.WRITER, Role.OPERATOR, Role.ADMIN);
  private static final String TENANT = "tenant";

  private final Migrations migrations;
  private final SyncStore store;
  private final Map<String, Observations> told;

  /**
   * @param told by the migrations' names, what devices tell of themselves
   */
  public SourceRoutes(Migrations migrations, SyncStore store, Map<String, Observations> told) {
    this.migrations = migrations;
    this.store = store;
    this.told = Map.copyOf(told);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/{m}/sources", READERS, this::list),
        Route.get("/v1/{m}/sources/{id}", READERS, this::one));
  }

  private void list(ServerRequest request, ServerResponse response, Identity who) {
    ListQuery query = ListQuery.read(request.query(), Set.of(TENANT));
    String tenant = tenant(who, query);
    short migration = migration(request);
    ObjectNode body =
        store
            .reads()
            .snapshot(
                db -> {
                  List<Entry> found =
                      SourceList.some(db, migration, tenant, query.after(), query.limit() + 1);
                  boolean more = found.size() > query.limit();
                  List<Entry> shown = more ? found.subList(0, query.limit()) : found;
                  ObjectNode page = JsonNodeFactory.instance.objectNode();
                  ArrayNode sources = page.putArray("sources");
                  shown.forEach(
                      entry -> sources.add(told(request, json(db, migration, tenant, entry))));
                  return page.put("next", more ? shown.getLast().id() : null);
                });
    Responses.json(response, 200, body);
  }

  private void one(ServerRequest request, ServerResponse response, Identity who) {
    ListQuery query = ListQuery.read(request.query(), Set.of(TENANT));
    String tenant = tenant(who, query);
    short migration = migration(request);
    String id = request.path().pathParameters().get("id");
    Entry found =
        Limits.checkSource(id) != null
            ? null
            : SourceList.one(store.reads().dsl(), migration, tenant, id);
    if (found == null) {
      throw ReadProblem.SOURCE_NOT_FOUND
          .with("Nothing of a source of this id is applied for the tenant.")
          .exception();
    }
    Responses.json(
        response, 200, told(request, json(store.reads().dsl(), migration, tenant, found)));
  }

  private static String tenant(Identity who, ListQuery query) {
    String named = Reach.of(who, query.others().get(TENANT)).tenant();
    return named == null ? who.requireTenant() : named;
  }

  private short migration(ServerRequest request) {
    return store.migrationId(migrations.require(request.path().pathParameters().get("m")).name());
  }

  private static ObjectNode json(DSLContext db, short migration, String tenant, Entry entry) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("id", entry.id()).put(TENANT, tenant).put("lastSeen", entry.lastSeen().toString());
    one.put("lastSequence", entry.lastSequence()).put("taken", entry.taken());
    ArrayNode holes = one.putArray("holes");
    for (int i = 0; i < entry.holes().size(); i += 2) {
      holes.addObject().put("from", entry.holes().get(i)).put("to", entry.holes().get(i + 1));
    }
    one.put("held", entry.held()).put("waiting", entry.waiting());
    Latest latest = SourceList.snapshot(db, migration, tenant, entry.id());
    if (latest == null) {
      one.putNull("snapshot");
    } else {
      one.putObject("snapshot")
          .put("id", latest.id())
          .put("state", latest.state().toLowerCase(Locale.ROOT))
          .put("takenAt", latest.takenAt() == null ? null : latest.takenAt().toString());
    }
    return one;
  }

  /** What only the device knows: it tells ingest. */
  private ObjectNode told(ServerRequest request, ObjectNode one) {
    Observations known = told.get(request.path().pathParameters().get("m"));
    SourceKey device = new SourceKey(one.path(TENANT).stringValue(), one.path("id").stringValue());
    Observation latest = known == null ? null : known.latest(device).orElse(null);
    return latest == null ? one.putNull("unsent") : one.put("unsent", latest.unsent());
  }
}
