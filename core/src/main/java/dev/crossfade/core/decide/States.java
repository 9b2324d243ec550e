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
   * for only where an event of an older version meets it; null where it is not known, which is a
   * fault.
   */
  @Nullable Document document(RecordKey key);

  /** The source's numbers; the decider moves them in place. */
  SourceProgress source(SourceKey key);

  /** When an event without a number was first appended under this id; null where it never was. */
  @Nullable Instant seen(SourceKey key, String eventId);

  /** Notes the id of an event without a number. */
  void seen(SourceKey key, String eventId, Instant appendTime);
}
