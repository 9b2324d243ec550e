package dev.crossfade.sync.read;

import dev.crossfade.core.event.Limits;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.schema.tables.records.SnapshotRecord;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.store.Snapshots;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET} of one snapshot of the caller's tenant, and of the latest of each of its sources. */
public final class SnapshotRoutes {
  private static final Access READERS =
      Access.roles(Role.READER, Role.WRITER, Role.OPERATOR, Role.ADMIN);

  private final Migrations migrations;
  private final SyncStore store;

  public SnapshotRoutes(Migrations migrations, SyncStore store) {
    this.migrations = migrations;
    this.store = store;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/v1/{m}/snapshots", READERS, this::latest),
        Route.get("/v1/{m}/snapshots/{id}", READERS, this::one));
  }

  private void one(ServerRequest request, ServerResponse response, Identity who) {
    String tenant = who.requireTenant();
    short migration = migration(request);
    String id = request.path().pathParameters().get("id");
    SnapshotRecord found =
        Limits.checkSnapshot(id) != null
            ? null
            : Snapshots.find(store.reads().dsl(), migration, tenant, id);
    if (found == null) {
      throw ReadProblem.SNAPSHOT_NOT_FOUND
          .with("No snapshot of this id of the tenant was started, as far as the log is applied.")
          .exception();
    }
    Responses.json(response, 200, shown(found));
  }

  private void latest(ServerRequest request, ServerResponse response, Identity who) {
    String tenant = who.requireTenant();
    short migration = migration(request);
    int limit = PageQuery.limitOnly(request.query());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("snapshots");
    Snapshots.latest(store.reads().dsl(), migration, tenant, limit)
        .forEach(one -> all.add(shown(one)));
    Responses.json(response, 200, body);
  }

  private short migration(ServerRequest request) {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    return store.migrationId(migration.name());
  }

  private static ObjectNode shown(SnapshotRecord r) {
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    one.put("id", r.getId());
    one.put("source", r.getSource());
    one.put("state", r.getState().toLowerCase(Locale.ROOT));
    if (r.getThrough() != null) {
      one.put("through", r.getThrough());
    }
    if (r.getAsOf() != null) {
      one.put("asOf", position(r, r.getAsOf()));
    }
    put(one, "takenAt", r.getTakenAt());
    put(one, "startedAt", r.getStartedAt());
    one.put("startPosition", position(r, r.getStartedOffset()));
    put(one, "endedAt", r.getEndedAt());
    if (r.getEndedOffset() != null) {
      one.put("endPosition", position(r, r.getEndedOffset()));
    }
    one.putObject("counts")
        .put("applied", r.getApplied())
        .put("unchanged", r.getUnchanged())
        .put("stale", r.getStale())
        .put("conflicts", r.getConflicts())
        .put("held", r.getHeld());
    if (r.getAudit() != null) {
      one.set("audit", Json.STORED.readTree(r.getAudit().data()));
    }
    return one;
  }

  private static void put(ObjectNode to, String name, @Nullable Instant time) {
    if (time != null) {
      to.put(name, time.toString());
    }
  }

  private static String position(SnapshotRecord r, long offset) {
    return new Position(r.getPartition(), offset).toString();
  }
}
