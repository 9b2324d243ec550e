package dev.crossfade.testsupport.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sending of something that may come to lie in the log; each further try is another one. */
public sealed interface Sent {
  /** What it was answered. */
  Answer answer();

  /**
   * An event. Of rows and markers of snapshots the sender need not know the event's id (empty
   * then), nor of resolutions; they are found by what else they say.
   *
   * @param tenant of the token
   * @param sequence 0 for none
   * @param id of the event
   * @param type as in the log, such as {@code dev.crossfade.record.updated}
   * @param domain null for an event of a source, such as a skip
   * @param recordId as in the log's key: canonical, derived where the blueprint derives it
   * @param base as sent: a position
   * @param changed as sent, in any order; null: absent
   * @param data a JSON object as sent; null for none
   */
  record Event(
      String tenant,
      String source,
      long sequence,
      String id,
      String type,
      @Nullable String domain,
      @Nullable String recordId,
      @Nullable String base,
      @Nullable List<String> changed,
      @Nullable String data,
      Answer answer)
      implements Sent {
    public Event {
      changed = changed == null ? null : List.copyOf(changed);
    }

    /** The same, with another answer. */
    public Event answered(Answer other) {
      return new Event(
          tenant, source, sequence, id, type, domain, recordId, base, changed, data, other);
    }
  }

  /** Bytes that someone put into the log itself, past ingest: poison. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared as a record
  record Raw(
      byte @Nullable [] key, List<Entry.Header> headers, byte @Nullable [] value, Answer answer)
      implements Sent {}
}
