package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.legacy.StoreDecoders;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.ingest.admit.Caller;
import dev.crossfade.ingest.append.InFlight;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.migration.Migration;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes a browser's store: all of it is read and found sound before anything is sent. */
final class Stores {
  private static final Set<String> PARAMETERS = Set.of("dryRun");
  private static final int USUAL_RATIO = 8;
  private static final int KEPT = 200;
  private static final int ACCEPTED = 202;

  private final SnapshotDesk desk;
  private final BodyReader bodies;
  private final SecureRandom random = new SecureRandom();
  private final StoreDecoders decoders = new StoreDecoders();

  Stores(SnapshotDesk desk) {
    this.desk = desk;
    int most = desk.limits().maxStoreBytes();
    this.bodies = new BodyReader(most, most);
  }

  void take(Migration migration, Caller caller, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    Fields fields = new Fields();
    Parameters parameters = new Parameters(request.query(), fields);
    parameters.refuseOthers(PARAMETERS);
    boolean dryRun = parameters.flag("dryRun");
    fields.require();
    String tenant = tenant(caller);
    InFlight.Room room = desk.room(expected(request));
    try {
      byte[] body = bodies.read(request);
      if (!room.growTo(body.length)) {
        throw SnapshotDesk.busy();
      }
      StoreBody store = StoreBody.read(body);
      Watermark watermark = watermark(migration, tenant, store);
      // The same body is the same reading of the store, if it says when that was. One that does not
      // may be a store that has come back to what it held before: nothing may pass over that.
      String id =
          store.takenAt() == null
              ? SnapshotId.random(random)
              : SnapshotId.of(tenant, store.source(), body);
      Head head =
          new Head(
              store.source(),
              id,
              Watermarks.same(watermark),
              store.takenAt(),
              0,
              SnapshotDesk.trace(request));
      Outlet outlet = desk.outlet(migration, room, dryRun);
      Backfill backfill =
          new Backfill(
              desk.scope(migration, store.schemaVersion(), dryRun),
              head,
              outlet,
              new Issues(false),
              true);
      ObjectNode answer = run(backfill, backfill.start(tenant, watermark), store);
      Responses.json(response, dryRun ? KEPT : ACCEPTED, answer);
    } finally {
      room.release();
    }
  }

  private ObjectNode run(Backfill backfill, TenantSnapshot tenant, StoreBody store)
      throws InterruptedException {
    ArrayNode unknown =
        new StoreForm(decoders, store.entries(), backfill, tenant)
            .run(Json.MAPPER.createObjectNode());
    backfill.flush();
    ObjectNode report = backfill.report(tenant);
    backfill.end(tenant, report);
    backfill.flush();
    ObjectNode answer = backfill.answer();
    answer.set("unknownKeys", unknown);
    answer.set("audit", report);
    return answer;
  }

  private static String tenant(Caller caller) {
    return switch (caller.tenant(null)) {
      case Caller.Known(String tenant) -> tenant;
      case Caller.Refused(var refusal, String detail) ->
          throw refusal.problem("The tenant " + detail + ".").exception();
    };
  }

  private Watermark watermark(Migration migration, String tenant, StoreBody store)
      throws InterruptedException {
    Watermark watermark = store.watermark();
    if (watermark instanceof Watermark.AsOf(Position position)) {
      int partitions = SnapshotDesk.changes(migration).partitions();
      if (position.partition() != Partitioner.partition(tenant, partitions)) {
        throw SnapshotDesk.foreign();
      }
      desk.requireReached(migration, position);
    }
    return watermark;
  }

  /** What the body may take before it is read. */
  private long expected(ServerRequest request) {
    long most = desk.limits().maxStoreBytes();
    long announced = request.headers().contentLength().orElse(most);
    boolean packed = request.headers().contains(HeaderNames.CONTENT_ENCODING);
    return Math.min(most, packed ? announced * USUAL_RATIO : announced);
  }
}
