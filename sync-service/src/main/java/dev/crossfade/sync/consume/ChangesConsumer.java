package dev.crossfade.sync.consume;

import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Consumes the changes of all migrations of a process, from its start until it is closed. */
public final class ChangesConsumer implements AutoCloseable {
  private final LogConsumer consumer;

  /** What the workers work with. */
  public record Parts(
      Migrations migrations,
      SyncStore store,
      TopicLookup topics,
      DatabaseCircuit circuit,
      ApplyListener listener,
      InstantSource clock) {}

  private ChangesConsumer(LogConsumer consumer) {
    this.consumer = consumer;
  }

  /** Joins the group that shares the partitions, and starts. */
  public static ChangesConsumer start(
      Parts parts, Map<String, String> kafka, String instance, Duration sessionTimeout) {
    Map<String, MigrationConsumer> byTopic = new HashMap<>();
    for (Migration migration : parts.migrations().all()) {
      byTopic.put(
          migration.topics().changes(),
          new MigrationConsumer(migration, parts.store(), parts.topics(), parts.clock()));
    }
    LogConsumer consumer =
        new LogConsumer(
            kafka,
            new ConsumerSettings(Topics.SYNC_GROUP, instance, sessionTimeout),
            List.copyOf(byTopic.keySet()),
            (partition, wake) -> {
              MigrationConsumer of = byTopic.get(partition.topic());
              if (of == null) {
                throw new IllegalStateException("assigned a topic never asked for: " + partition);
              }
              return of.worker(partition.partition(), parts.circuit(), parts.listener(), wake);
            });
    consumer.start();
    return new ChangesConsumer(consumer);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
