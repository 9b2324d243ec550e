package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Appends what clients send: not always once, and not always with an answer. */
final class Ingest {
  /** What ingest refuses, wherever it stands. */
  static final String REFUSED = "refuse me";

  private final MemoryLog log;
  private final Faults faults;
  private final boolean acknowledgesFirst;
  private final List<Sending> sendings = new ArrayList<>();
  private final List<LogRecord> strange = new ArrayList<>();
  private final Trace trace;

  /**
   * @param acknowledgesFirst whether it answers before it knows that the event lies in the log, as
   *     it must not
   */
  Ingest(MemoryLog log, Faults faults, boolean acknowledgesFirst, Trace trace) {
    this.log = log;
    this.faults = faults;
    this.acknowledgesFirst = acknowledgesFirst;
    this.trace = trace;
  }

  /** All that was ever tried, in order. */
  List<Sending> sendings() {
    return sendings;
  }

  /** What came into the log past all checks. */
  List<LogRecord> strange() {
    return strange;
  }

  Answer send(ChangeEvent event) {
    Answer answer = append(event);
    sendings.add(new Sending(event, answer));
    trace.add(() -> "send " + told(event) + " -> " + answer);
    return answer;
  }

  private Answer append(ChangeEvent event) {
    Message message = EventCodec.encode(event);
    byte[] value = message.value();
    if (value != null && new String(value, StandardCharsets.UTF_8).contains(REFUSED)) {
      return new Answer.Rejected();
    }
    int partition = Partitioner.partition(event.envelope().source().tenant(), World.PARTITIONS);
    return switch (faults.append()) {
      case DONE -> new Answer.Accepted(log.append(partition, message));
      case TWICE -> {
        Position first = log.append(partition, message);
        log.append(partition, message);
        yield new Answer.Accepted(first);
      }
      case ANSWER_LOST -> {
        log.append(partition, message);
        yield new Answer.Unknown();
      }
      case LOST ->
          acknowledgesFirst
              ? new Answer.Accepted(new Position(partition, log.end(partition)))
              : new Answer.Unknown();
    };
  }

  /** Puts an event of a type that nobody knows into the log, past all checks. */
  void poison(ChangeEvent event) {
    Message message = EventCodec.encode(event);
    List<Header> headers = new ArrayList<>(message.headers());
    headers.add(
        new Header("ce_type", "dev.crossfade.record.later".getBytes(StandardCharsets.UTF_8)));
    append(event, new Message(message.key(), headers, message.value()));
  }

  /** Puts something into the log that is no event at all. */
  void garbage(ChangeEvent event) {
    append(event, new Message(null, List.of(), new byte[] {1, 2, 3}));
  }

  private void append(ChangeEvent like, Message message) {
    int partition = Partitioner.partition(like.envelope().source().tenant(), World.PARTITIONS);
    Position at = log.append(partition, message);
    strange.add(log.read(partition, at.offset(), 1).getFirst());
    trace.add(() -> "poison at " + at);
  }

  /** What an event says, for a trace. */
  static String told(ChangeEvent event) {
    return event.envelope().source()
        + " #"
        + event.envelope().sequence()
        + " "
        + event.envelope().id()
        + " "
        + event.type()
        + " "
        + event.record()
        + (event instanceof ChangeEvent.RecordChange change
            ? " " + change.basis() + " " + new String(change.data().bytes(), StandardCharsets.UTF_8)
            : "");
  }
}
