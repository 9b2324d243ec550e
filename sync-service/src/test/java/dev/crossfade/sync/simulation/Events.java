package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events of one tenant and source, for contract tests. */
final class Events {
  static final String TENANT = "t1";
  static final SourceKey SOURCE = new SourceKey(TENANT, "a");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Events() {}

  static RecordKey key(String domain, String id) {
    return new RecordKey(TENANT, domain, id);
  }

  /** With a number, or 0 for none. */
  static ChangeEvent put(long number, RecordKey key, Map<String, String> members) {
    return change(Kind.UPDATED, number, key, members);
  }

  static ChangeEvent gone(long number, RecordKey key) {
    return change(Kind.DELETED, number, key, Map.of());
  }

  private static ChangeEvent change(
      Kind kind, long number, RecordKey key, Map<String, String> members) {
    return new RecordChange(
        new Envelope("e" + number + key.id(), SOURCE, number, null, null),
        key,
        kind,
        Basis.UNKNOWN,
        World.SCHEMA,
        World.document(members));
  }

  static ChangeEvent started(String snapshot) {
    return new SnapshotStarted(
        new Envelope(snapshot, SOURCE, 0, null, null),
        new Snapshot(snapshot, new Watermark.Through(0)));
  }

  static ChangeEvent row(String snapshot, RecordKey key, Map<String, String> members) {
    return new RecordRead(
        new Envelope(snapshot + key.id(), SOURCE, 0, null, null),
        key,
        new Snapshot(snapshot, new Watermark.Through(0)),
        World.SCHEMA,
        World.document(members));
  }

  /** As they lie in a log from an offset on. */
  static List<LogRecord> log(int partition, long from, List<ChangeEvent> events) {
    List<LogRecord> log = new ArrayList<>();
    for (ChangeEvent event : events) {
      Position at = new Position(partition, from + log.size());
      log.add(new LogRecord(at, START.plusSeconds(at.offset()), EventCodec.encode(event)));
    }
    return log;
  }
}
