package dev.crossfade.core.decide;

import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.log.Position;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that a source has started.
 *
 * @param started where its start marker lies; of a source's snapshots the one whose start lies
 *     furthest behind counts
 * @param ended where its end marker lies; null unless it is complete
 */
public record SnapshotState(
    Snapshot snapshot, Position started, Status status, @Nullable Position ended) {

  /** How far a snapshot has come. */
  public enum Status {
    /** Rows of it are still to come. */
    OPEN,
    /** The source started another one before this one's end. */
    CLOSED,
    /** All its rows lie before its end marker. */
    COMPLETE
  }

  /** The snapshot whose start marker lies here. */
  static SnapshotState open(Snapshot snapshot, Position at) {
    return new SnapshotState(snapshot, at, Status.OPEN, null);
  }

  SnapshotState closed() {
    return new SnapshotState(snapshot, started, Status.CLOSED, null);
  }

  SnapshotState complete(Position at) {
    return new SnapshotState(snapshot, started, Status.COMPLETE, at);
  }
}
