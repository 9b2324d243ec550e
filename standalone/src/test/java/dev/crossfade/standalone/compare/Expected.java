package dev.crossfade.standalone.compare;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.compare.DifferenceType;
import java.util.Set;

/**
 * A difference that a report is to name.
 *
 * @param fields of which some are to be named, and no other; empty where none need to be
 */
record Expected(Kind kind, DifferenceType type, RecordKey key, Set<String> fields) {
  Expected {
    fields = Set.copyOf(fields);
  }

  static Expected of(Kind kind, DifferenceType type, RecordKey key) {
    return new Expected(kind, type, key, Set.of());
  }

  /** What somebody can do to the tables behind sync's back. */
  enum Kind {
    MISSING("a row removed"),
    EXTRA("a row put in that nobody wrote"),
    FIELD("one column changed"),
    TYPE("a value of another type, or none"),
    SWAPPED("two rows exchanged"),
    ANOTHER_TENANT("a row made another tenant's"),
    RAISED("a deleted record's row put in again"),
    ROGUE("a row overwritten with another one's values"),
    ELEMENT("an array's row changed, removed or put in"),
    TAIL_ROW("the row of a partition's last event"),
    TAIL_STATE("the decided state of a partition's last event"),
    STATE_OTHERWISE("a decided state changed"),
    STATE_LOST("a decided state removed"),
    STATE_RAISED("a tombstone made a live state"),
    SUM("a bucket's sum changed");

    final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Those that are planted in random places; the others lie where the log ends. */
    boolean random() {
      return this != TAIL_ROW && this != TAIL_STATE;
    }
  }
}
