package dev.crossfade.reconcile.parts;

import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker. Needs none to be there. */
public final class KafkaLogEnds implements LogEnds, AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final Admin admin;

  /**
   * @param client what reaches and authenticates with the broker
   */
  public KafkaLogEnds(Map<String, String> client) {
    this.admin = Admin.create(new HashMap<String, Object>(client));
  }

  @Override
  public long end(Migration migration, int partition) throws InterruptedException {
    TopicPartition key = new TopicPartition(migration.topics().changes(), partition);
    try {
      return admin
          .listOffsets(Map.of(key, OffsetSpec.latest()))
          .partitionResult(key)
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .offset();
    } catch (ExecutionException | TimeoutException e) {
      // Then something may have been appended.
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
