package dev.crossfade.standalone.campaign;

import dev.crossfade.testsupport.history.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The log as it lies. */
final class LogDump {
  private LogDump() {}

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrap,
            "enable.auto.commit", "false",
            "default.api.timeout.ms", "5000",
            "request.timeout.ms", "4000"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Site.PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
  }

  /** Where each partition ends. */
  static Map<Integer, Long> ends(String bootstrap, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      Map<Integer, Long> ends = new TreeMap<>();
      consumer.endOffsets(partitions(topic)).forEach((p, end) -> ends.put(p.partition(), end));
      return ends;
    }
  }

  /** All of it, each partition in order. */
  static List<Entry> read(String bootstrap, String topic) {
    List<Entry> entries = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap)) {
      List<TopicPartition> partitions = partitions(topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(p -> consumer.position(p.getKey()) < p.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          entries.add(entry(record));
        }
      }
    }
    return entries;
  }

  private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
    List<Entry.Header> headers = new ArrayList<>();
    record.headers().forEach(header -> headers.add(new Entry.Header(header.key(), header.value())));
    return new Entry(
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        headers,
        record.value());
  }
}
