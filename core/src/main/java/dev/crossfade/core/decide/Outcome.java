package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import java.util.List;
import java.util.TreeSet;
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
   * It says nothing new, or only settles what waits: the record stays. Rows and position stay; the
   * state may reflect more.
   *
   * @param superseded false: the record is what the event says. True, of rows of snapshots only:
   *     the record is something else by now, and the row is what its source said before that.
   */
  record Unchanged(boolean superseded) implements Outcome {}

  /**
   * It meets a change that its writer had not seen, and both cannot be had. What is not in the
   * record afterwards is kept beside it.
   *
   * @param policy of the domain
   * @param waits whether a person decides about {@code incoming}; else the policy has decided
   * @param existing where the event lies that had made the record what this one met
   * @param applied what the record is now, where something of the event was applied; else null
   * @param incoming the event's side, where that is not in the record as a whole; always there
   *     where it waits
   * @param replaced what of the record the event replaced: for each source whose change it was, one
   */
  record Conflict(
      ConflictPolicy policy,
      boolean waits,
      Position existing,
      @Nullable Applied applied,
      @Nullable Side incoming,
      List<Side> replaced)
      implements Outcome {
    public Conflict {
      replaced = List.copyOf(replaced);
      if (incoming == null && (waits || replaced.isEmpty())) {
        throw new IllegalArgumentException("a conflict has a side that is not in the record");
      }
    }

    /** The members of the record about which the sides differ, in order; empty for a delete. */
    public List<String> fields() {
      TreeSet<String> fields = new TreeSet<>();
      replaced.forEach(side -> fields.addAll(side.fields()));
      if (incoming != null) {
        fields.addAll(incoming.fields());
      }
      return List.copyOf(fields);
    }
  }

  /**
   * One side of a conflict.
   *
   * @param source whose it is
   * @param position where the event lies that said it
   * @param deleted whether it says that the record is no more
   * @param document what it says; null for a delete, and where the decider does not have it: then
   *     it is in the log
   * @param schema that the document, or else the record, was of
   * @param fields the members of it that are not in the record, as far as they are known
   */
  record Side(
      String source,
      Position position,
      boolean deleted,
      @Nullable Document document,
      SchemaReference schema,
      List<String> fields) {
    public Side {
      fields = List.copyOf(fields);
    }
  }

  /** It came before, and has had its effect. */
  record Duplicate() implements Outcome {}

  /**
   * Superseded: its record already reflects the same source at or above its number or watermark, or
   * its snapshot was closed by a later one; or it settles what does not stand as it did any more.
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
