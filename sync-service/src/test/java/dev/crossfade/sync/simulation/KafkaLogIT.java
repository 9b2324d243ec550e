package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.sync.consume.LogIdentity;
import dev.crossfade.sync.consume.TopicLookup;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class KafkaLogIT extends LogContract {
  private String topic;
  private Map<String, Object> settings;
  private KafkaProducer<byte[], byte[]> producer;
  private TopicLookup lookup;

  @BeforeEach
  void open(TestKafka broker) throws Exception {
    topic = broker.namespace() + Long.toString(System.nanoTime(), 36);
    settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap());
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
    Map<String, Object> producing = new HashMap<>(settings);
    producing.put(ProducerConfig.ACKS_CONFIG, "all");
    producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
    lookup = new TopicLookup(Map.of("bootstrap.servers", broker.bootstrap()));
  }

  @AfterEach
  void close() {
    lookup.close();
    producer.close();
  }

  @Override
  ChangesLogPort log() {
    return new Broker();
  }

  /** The broker, with the consumer's settings that sync has. */
  private final class Broker implements ChangesLogPort {
    @Override
    public Position append(int partition, Message message) {
      try {
        var sent = producer.send(KafkaRecords.write(topic, partition, message)).get();
        return new Position(sent.partition(), sent.offset());
      } catch (ExecutionException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public List<LogRecord> read(int partition, long from, int atMost) {
      Map<String, Object> reading = new HashMap<>(settings);
      reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
      reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atMost);
      reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      try (var consumer =
          new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        TopicPartition here = new TopicPartition(topic, partition);
        consumer.assign(List.of(here));
        consumer.seek(here, from);
        List<LogRecord> records = new ArrayList<>();
        long end = found(partition).end();
        while (records.isEmpty() && from != end) {
          consumer
              .poll(Duration.ofMillis(500))
              .records(here)
              .forEach(record -> records.add(KafkaRecords.read(record)));
        }
        return records;
      }
    }

    @Override
    public LogIdentity.Found found(int partition) {
      try {
        return lookup.find(topic, partition);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
