package dev.crossfade.testsupport.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the log says.
 *
 * @param kind what it is; {@link Kind#UNREADABLE} where it cannot be read
 * @param envelope whether tenant, source, id and number are sound; else they say nothing
 * @param record null where it names none beyond doubt
 * @param base the offset in its own partition that its writer had seen; -1: none
 * @param changed null: all
 * @param data canonical; null for a delete, or where there is none
 * @param snapshot of a snapshot's events
 * @param watermark of a row or start marker
 * @param resolved of a resolution
 */
record Told(
    Kind kind,
    boolean envelope,
    SourceName source,
    long sequence,
    String id,
    @Nullable RecordName record,
    long base,
    @Nullable List<String> changed,
    @Nullable String data,
    @Nullable String snapshot,
    Watermark watermark,
    @Nullable Resolved resolved) {

  enum Kind {
    CREATED,
    UPDATED,
    DELETED,
    RESOLVED,
    READ,
    SKIPPED,
    STARTED,
    ENDED,
    UNREADABLE
  }

  /** How far a snapshot goes: to a number, an offset, or nobody knows; -1: not this. */
  record Watermark(long through, long asOf) {
    static final Watermark UNKNOWN = new Watermark(-1, -1);
  }

  /**
   * What a person decided.
   *
   * @param base where the state lay; null where that is in another partition
   * @param conflict the offset of what waited; -1: none
   */
  record Resolved(String take, @Nullable Place base, long conflict) {}

  RecordName named() {
    if (record == null) {
      throw new IllegalStateException("an event of a record names it");
    }
    return record;
  }
}
