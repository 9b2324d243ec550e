package dev.crossfade.core.decide;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The states that a fold stands on and moves. Sync keeps them in PostgreSQL, the reconciler in a
 * store of its own; both give them to the same {@link Decider}.
 */
public interface States {
  /** The record's state, {@link RecordState#ABSENT} where there is none. */
  RecordState record(RecordKey key);

  /** Puts a record's next state in place of the last, its document as it was. */
  void record(RecordKey key, RecordState next);

  /**
   * Puts a record's next state in place of the last.
   *
   * @param document what the state holds; null for a tombstone
   */
  void record(RecordKey key, RecordState next, @Nullable Document document);

  /**
   * The document of a record's state as it was decided, of the version that the state names. Asked
   * for only where {@link Decider#needsDocument} says so; null where it is not known, which is a
   * fault.
   */
  @Nullable Document document(RecordKey key);

  /** The source's numbers; the decider moves them in place. */
  SourceProgress source(SourceKey key);

  /** When an event without a number was first appended under this id; null where it never was. */
  @Nullable Instant seen(SourceKey key, String eventId);

  /** Notes the id of an event without a number. */
  void seen(SourceKey key, String eventId, Instant appendTime);

  /** The snapshot of this id that the source has started; null where it never did. */
  @Nullable SnapshotState snapshot(SourceKey key, String snapshot);

  /** The one that the source started last; null before the first. */
  @Nullable SnapshotState latestSnapshot(SourceKey key);

  /** Puts a snapshot's next state in place of the last; a new one is then the latest. */
  void snapshot(SourceKey key, SnapshotState next);
}
