package dev.crossfade.kit.log;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Between Kafka's records and ours: the only place that knows both. Copies no bytes. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /** What a consumer got. */
  public static LogRecord read(ConsumerRecord<byte[], byte[]> kafka) {
    return read(
        new Position(kafka.partition(), kafka.offset()),
        kafka.timestamp(),
        kafka.key(),
        kafka.headers(),
        kafka.value());
  }

  /**
   * What lies at a position.
   *
   * @param appended when it was appended, in milliseconds since 1970
   */
  public static LogRecord read(
      Position position,
      long appended,
      byte @Nullable [] key,
      Headers from,
      byte @Nullable [] value) {
    List<LogRecord.Header> headers = new ArrayList<>(16);
    for (Header header : from) {
      headers.add(new LogRecord.Header(header.key(), header.value()));
    }
    return new LogRecord(
        position, Instant.ofEpochMilli(appended), new Message(key, headers, value));
  }

  /** What a producer is to send, and where to. */
  public static ProducerRecord<byte[], byte[]> write(String topic, int partition, Message message) {
    List<Header> headers = new ArrayList<>(message.headers().size());
    for (LogRecord.Header header : message.headers()) {
      headers.add(new RecordHeader(header.name(), header.value()));
    }
    return new ProducerRecord<>(topic, partition, message.key(), message.value(), headers);
  }
}
