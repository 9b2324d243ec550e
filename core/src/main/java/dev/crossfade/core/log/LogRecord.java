package dev.crossfade.core.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in a topic, free of Kafka's own types. {@code appendTime} is the broker's.
 * Key and value are null where the record has none; nothing is checked yet.
 */
public record LogRecord(Position position, Instant appendTime, Message message) {

  /** What a producer gives and a consumer gets. The arrays are not copied. */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  public record Message(byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) {}

  /** One header. Kafka allows a name to stand there several times: the last one counts. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte @Nullable [] value) {}
}
