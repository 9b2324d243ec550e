package dev.crossfade.core.decide;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Document;
import org.jspecify.annotations.Nullable;

/** What the decider made of an event. Every event of the log has exactly one. */
public sealed interface Outcome {
  /**
   * It moved the decided state of its record, or of its source.
   *
   * @param document what the record is now; null for a delete, or where there is no record
   * @param schema the blueprint that it was decided under, and the version of the document; null
   *     where there is no record
   */
  record Applied(@Nullable Document document, @Nullable SchemaReference schema)
      implements Outcome {}

  /** It came before, and has had its effect. */
  record Duplicate() implements Outcome {}

  /** Its record already reflects the same source at or above its number: superseded. */
  record Stale() implements Outcome {}

  /** It is kept, shown, and has no effect until a person or a later version decides. */
  record Held(Why why) implements Outcome {}

  /** Why an event is held. */
  enum Why {
    /** Nobody here can read it; later events of its record wait for it. */
    UNREADABLE,
    /** Its record waits for an unreadable event before it. */
    BEHIND_UNREADABLE,
    /** Its number was used by another event: two histories under one source. */
    FORKED_SOURCE,
    /** Its number was used so long ago that nobody can tell a repetition from a fork. */
    FORGOTTEN_NUMBER,
    /** Its source has left out too many numbers. */
    TOO_MANY_HOLES
  }
}
