package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.WrittenEvent;
import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Numbers the events of one source, from 1. Not thread-safe. */
final class Outbox {
  /** Events are older than their sending: a browser writes to its own store first. */
  private static final Duration AGE = Duration.ofSeconds(2);

  private final String tenant;
  private final String source;
  private final InstantSource clock;
  private long sequence;

  Outbox(String tenant, String source, InstantSource clock) {
    this.tenant = tenant;
    this.source = source;
    this.clock = clock;
  }

  String tenant() {
    return tenant;
  }

  String source() {
    return source;
  }

  /** The number of the last event. */
  long last() {
    return sequence;
  }

  /** The next event. */
  WrittenEvent add(Desk.Edit edit) {
    ObjectNode document = edit.document();
    sequence++;
    return event(
        sequence,
        "e" + sequence,
        edit.kind(),
        edit.slot().name(),
        edit.slot().position(),
        document == null ? null : document.toString());
  }

  /** The same with data that its schema forbids. */
  WrittenEvent spoiled(WrittenEvent event, String data) {
    return copy(event, event.id() + "-bad", data);
  }

  /** As it should have been, under the number and a new id. */
  WrittenEvent corrected(WrittenEvent event) {
    return copy(event, event.id() + "-corrected", event.data());
  }

  /** Gives up the number of an event. */
  WrittenEvent skipping(WrittenEvent event) {
    return event(event.sequence(), "skip-" + event.sequence(), Kind.SKIPPED, null, null, null);
  }

  private static WrittenEvent copy(WrittenEvent event, String id, @Nullable String data) {
    return new WrittenEvent(
        event.tenant(),
        event.source(),
        event.sequence(),
        id,
        event.kind(),
        event.record(),
        event.time(),
        event.base(),
        data);
  }

  private WrittenEvent event(
      long number,
      String id,
      Kind kind,
      @Nullable RecordName record,
      @Nullable String base,
      @Nullable String data) {
    String time = clock.instant().minus(AGE).truncatedTo(ChronoUnit.MILLIS).toString();
    return new WrittenEvent(tenant, source, number, id, kind, record, time, base, data);
  }
}
