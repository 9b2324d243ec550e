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
import org.apache.kafka.common.header.internals.RecordHeader;

/** Between Kafka's records and ours: the only place that knows both. Copies no bytes. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /** What a consumer got. */
  public static LogRecord read(ConsumerRecord<byte[], byte[]> kafka) {
    List<LogRecord.Header> headers = new ArrayList<>(16);
    for (Header header : kafka.headers()) {
      headers.add(new LogRecord.Header(header.key(), header.value()));
    }
    return new LogRecord(
        new Position(kafka.partition(), kafka.offset()),
        Instant.ofEpochMilli(kafka.timestamp()),
        new Message(kafka.key(), headers, kafka.value()));
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
