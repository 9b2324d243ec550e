package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
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

  /**
   * A row of a snapshot that says nothing new. Rows and position stay; the state may reflect more.
   *
   * @param superseded false: the record is what the row says. True: the record is something else by
   *     now, and the row is what its source said before that.
   */
  record Unchanged(boolean superseded) implements Outcome {}

  /**
   * A row of a snapshot that says something else than another source does. The record stays, and
   * the row is kept beside it.
   *
   * @param incoming the row as it was sent
   * @param schema that it was sent under
   * @param policy of the domain
   * @param waits whether a person decides; else the policy has decided, and it is only kept
   * @param existing where the event lies that had made the record what the row met
   * @param filled what the record is now, where it was filled in by the row; else null
   */
  record Conflict(
      Document incoming,
      SchemaReference schema,
      ConflictPolicy policy,
      boolean waits,
      Position existing,
      @Nullable Applied filled)
      implements Outcome {}

  /** It came before, and has had its effect. */
  record Duplicate() implements Outcome {}

  /**
   * Superseded: its record already reflects the same source at or above its number or watermark, or
   * its snapshot was closed by a later one.
   */
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
    TOO_MANY_HOLES,
    /** No start marker has named its snapshot. */
    UNKNOWN_SNAPSHOT
  }
}
