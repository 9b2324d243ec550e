package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.audit.SnapshotAudit;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One tenant's share of a snapshot: its events, and what was found in it. Not thread-safe. */
final class TenantSnapshot {
  private final Head head;
  private final SourceKey source;
  private final Snapshot snapshot;
  private final Counts counts = new Counts();
  private @Nullable SnapshotAudit audit;
  private long size;
  private boolean ended;

  /**
   * @param audit null where references are not checked
   */
  TenantSnapshot(Head head, SourceKey source, Snapshot snapshot, @Nullable SnapshotAudit audit) {
    this.head = head;
    this.source = source;
    this.snapshot = snapshot;
    this.audit = audit;
  }

  String tenant() {
    return source.tenant();
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Counts counts() {
    return counts;
  }

  @Nullable SnapshotAudit audit() {
    return audit;
  }

  /** Goes on without: the records are too many to be held. */
  void dropAudit() {
    audit = null;
  }

  /** Bytes of the store, in UTF-8. */
  long size() {
    return size;
  }

  void grow(long bytes) {
    size += bytes;
  }

  /** Whether the sender said that nothing more of it comes. */
  boolean isEnded() {
    return ended;
  }

  void markEnded() {
    ended = true;
  }

  SnapshotStarted startMarker() {
    return new SnapshotStarted(envelope("start", head.takenAt()), snapshot);
  }

  SnapshotEnded endMarker(ObjectNode report) {
    return new SnapshotEnded(envelope("end", null), snapshot.id(), Document.of(report));
  }

  /** Of the row with this number in this part. */
  Envelope row(long number) {
    return envelope(head.part() + ":" + number, null);
  }

  /** False where a record of this domain and id came before. */
  boolean isFirst(Domain domain, String id, Document present, Place place) {
    String where =
        switch (place) {
          case Place.InStore(long n, String key, String pointer) -> pointer;
          case Place.OnLine line -> null;
        };
    SnapshotAudit mine = audit;
    return mine == null || mine.add(domain, id, present, where);
  }

  private Envelope envelope(String what, @Nullable Instant time) {
    String id = snapshot.id() + ":" + what;
    return new Envelope(id, source, Envelope.NO_SEQUENCE, time, head.trace());
  }
}
