package dev.crossfade.core.event;

import dev.crossfade.core.log.LogRecord;
import org.jspecify.annotations.Nullable;

/** What a record of the log turned out to be. */
public sealed interface Decoded {
  /** Where it lies and what lies there. */
  LogRecord log();

  /** An event that this version understands. */
  record Event(LogRecord log, ChangeEvent event) implements Decoded {}

  /**
   * Something that it does not. Where record or envelope could be told beyond doubt, they are
   * given: later events of that record must wait, and the number in the envelope is used.
   */
  record Unreadable(
      LogRecord log, Reason reason, @Nullable RecordKey record, @Nullable Envelope envelope)
      implements Decoded {}

  /** Why an event cannot be read. */
  enum Reason {
    /** No CloudEvent, or not one in the form of ours: not written by Crossfade. */
    MALFORMED,
    /** The key, or the partition, is not the one of the tenant and record or source it names. */
    MISROUTED,
    /** Its type, or the CloudEvents version, is of a later Crossfade. */
    UNKNOWN_TYPE,
    /** No blueprint has the digest that it carries. */
    UNKNOWN_BLUEPRINT,
    /** The data is no JSON object, or breaks the {@link dev.crossfade.core.json.JsonRules}. */
    MALFORMED_DATA
  }
}
