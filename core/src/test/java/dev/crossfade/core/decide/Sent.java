package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.position;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.Decoded.Reason;
import dev.crossfade.core.event.Decoded.Unreadable;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event in few words. The id tells the content too: two events of one id are one event.
 *
 * @param sequence 0 where the source does not count
 * @param record the record's id; without meaning for a skip
 * @param after since the first event was appended
 */
record Sent(String source, long sequence, String id, What what, String record, Duration after) {

  /** What an event can be for the decider. */
  enum What {
    CREATED,
    UPDATED,
    DELETED,
    SKIP,
    UNREADABLE
  }

  static Sent of(String source, long sequence, What what, String record) {
    return new Sent(source, sequence, source + sequence, what, record, Duration.ZERO);
  }

  static Sent update(String source, long sequence, String record) {
    return of(source, sequence, What.UPDATED, record);
  }

  Sent withId(String other) {
    return new Sent(source, sequence, other, what, record, after);
  }

  Sent after(Duration duration) {
    return new Sent(source, sequence, id, what, record, duration);
  }

  /** The event as it would be read at this offset. */
  Decoded at(long offset) {
    Envelope envelope = envelope(id, source, sequence);
    LogRecord log =
        new LogRecord(
            position(TENANT, offset),
            EventFixtures.APPENDED.plus(after),
            new Message(null, List.of(), null));
    return switch (what) {
      case CREATED -> new Event(log, change(envelope, Kind.CREATED, offset));
      case UPDATED -> new Event(log, change(envelope, Kind.UPDATED, offset));
      case DELETED -> new Event(log, change(envelope, Kind.DELETED, offset));
      case SKIP -> new Event(log, new SourceSkipped(envelope));
      case UNREADABLE -> new Unreadable(log, Reason.UNKNOWN_TYPE, key(), envelope);
    };
  }

  /** Its writer had seen all before it: what it meets is for others to test. */
  private RecordChange change(Envelope envelope, Kind kind, long offset) {
    Basis seen = offset == 0 ? Basis.UNKNOWN : new Basis(position(TENANT, offset - 1), null);
    return new RecordChange(
        envelope, key(), kind, seen, EventFixtures.SCHEMA, EventFixtures.document(json()));
  }

  RecordKey key() {
    return key(record);
  }

  static RecordKey key(String record) {
    return new RecordKey(TENANT, "students", record);
  }

  /** What the record's state holds when this event made it. */
  @Nullable Digest digest() {
    return what == What.DELETED ? null : EventFixtures.document(json()).digest();
  }

  private String json() {
    return "{\"by\":\"" + id + "\"}";
  }
}
