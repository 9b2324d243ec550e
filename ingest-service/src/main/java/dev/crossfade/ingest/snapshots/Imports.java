package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.ingest.admit.Caller;
import dev.crossfade.ingest.append.InFlight;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.StreamedBody;
import dev.crossfade.kit.migration.Migration;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import tools.jackson.databind.node.ObjectNode;

/** Takes an old backend's records, one a line, of any length; and opens imports. */
final class Imports {
  private static final int KEPT = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;

  /** A window, a line and buffers. */
  private static final int ROOM = 2 * 1024 * 1024;

  private final SnapshotDesk desk;
  private final SecureRandom random = new SecureRandom();

  Imports(SnapshotDesk desk) {
    this.desk = desk;
  }

  /** Names a snapshot, and says what the log has reached: nothing is appended. */
  void open(Migration migration, LinesQuery query, ServerRequest request, ServerResponse response)
      throws InterruptedException {
    if (request.content().hasEntity()) {
      Fields fields = new Fields();
      fields.fault("open", "has a body: the lines come with the requests that follow");
      fields.require();
    }
    String asOf = new Reach(desk.ends(migration)).text(SnapshotDesk.changes(migration).topicId());
    ObjectNode answer = Json.MAPPER.createObjectNode();
    answer.put("snapshot", SnapshotId.random(random)).put("asOf", asOf);
    answer.put("source", query.source());
    Responses.json(response, CREATED, answer);
  }

  void take(Migration migration, Caller caller, ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    LinesQuery query = LinesQuery.read(request.query());
    Watermarks watermarks = watermarks(migration, query);
    if (!caller.isImporter()
        && caller.tenant(null) instanceof Caller.Known(String own)
        && watermarks.of(own) == null) {
      throw SnapshotDesk.foreign();
    }
    Backfill.Scope scope = desk.scope(migration, query.schemaVersion(), query.dryRun());
    InFlight.Room room = desk.room(ROOM);
    try (InputStream in = StreamedBody.open(request)) {
      String snapshot = query.place().snapshot();
      Head head =
          new Head(
              query.source(),
              snapshot == null ? SnapshotId.random(random) : snapshot,
              watermarks,
              query.takenAt(),
              query.place().part(),
              SnapshotDesk.trace(request));
      Outlet outlet = desk.outlet(migration, room, query.dryRun());
      // What came in earlier parts cannot be referred to here.
      boolean whole = snapshot == null;
      Backfill backfill = new Backfill(scope, head, outlet, new Issues(caller.isImporter()), whole);
      LineReader lines = new LineReader(in, desk.limits().maxLineBytes());
      LinesForm form = new LinesForm(lines, caller, watermarks, backfill, query.place().more());
      ObjectNode audit = form.run();
      ObjectNode answer = backfill.answer();
      answer.put("tenants", backfill.tenants().size());
      if (audit != null) {
        answer.set("audit", audit);
      }
      Responses.json(response, query.dryRun() ? KEPT : ACCEPTED, answer);
    } finally {
      room.release();
    }
  }

  private Watermarks watermarks(Migration migration, LinesQuery query) throws InterruptedException {
    Long sequence = query.known().sequence();
    if (sequence != null) {
      return Watermarks.same(new Watermark.Through(sequence));
    }
    String asOf = query.known().asOf();
    if (asOf == null) {
      return Watermarks.same(Watermark.UNKNOWN);
    }
    ChangesLog log = SnapshotDesk.changes(migration);
    Position position = Position.parse(asOf);
    if (position != null) {
      desk.requireReached(migration, position);
      return Watermarks.at(position, log.partitions());
    }
    Reach reach = Reach.parse(asOf, log.topicId(), log.partitions());
    if (reach == null || !reach.isWithin(desk.ends(migration))) {
      throw SnapshotDesk.foreign();
    }
    return Watermarks.of(reach, log.partitions());
  }
}
