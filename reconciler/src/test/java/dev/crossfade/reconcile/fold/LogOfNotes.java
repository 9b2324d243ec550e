package dev.crossfade.reconcile.fold;

import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A migration on a real broker, with a random log in each partition, folded in memory, too. */
final class LogOfNotes implements AutoCloseable {
  static final int PARTITIONS = 3;

  final Migration migration;
  final Map<String, String> client;
  final List<PlainFold> plain = new ArrayList<>();
  private final List<RandomLog> logs = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> producer;

  LogOfNotes(String bootstrap, String name) throws Exception {
    client = Map.of("bootstrap.servers", bootstrap);
    MigrationSetup setup = new MigrationSetup(client, PARTITIONS);
    migration = open(bootstrap, name);
    setup.createTopics(migration.topics());
    setup.publish(migration, Notes.V1);
    setup.publish(migration, Notes.V2);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    for (int i = 0; i < PARTITIONS; i++) {
      plain.add(new PlainFold(i, PARTITIONS));
      logs.add(new RandomLog(name.hashCode() + i, i, tenants(i)));
    }
  }

  /** Follows a migration that is there. */
  static Migration open(String bootstrap, String name) {
    return Migration.open(
        name, Map.of("bootstrap.servers", bootstrap), "/tests", InstantSource.system());
  }

  private static List<String> tenants(int partition) {
    List<String> tenants = new ArrayList<>();
    for (int i = 0; tenants.size() < 2; i++) {
      if (Partitioner.partition("school-" + i, PARTITIONS) == partition) {
        tenants.add("school-" + i);
      }
    }
    return tenants;
  }

  /** Appends so many more to each partition. */
  void append(int count) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      int before = logs.get(i).messages().size();
      List<Message> all = logs.get(i).more(count).messages();
      for (Message message : all.subList(before, all.size())) {
        sent.add(producer.send(KafkaRecords.write(migration.topics().changes(), i, message)));
        plain.get(i).fold(message, Instant.EPOCH);
      }
    }
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  @Override
  public void close() {
    producer.close();
    migration.close();
  }
}
