package dev.crossfade.reconcile.cutover;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Where a log of changes ends. Thread-safe. */
public final class LogEnds implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final Admin admin;

  /**
   * Needs no broker to be there.
   *
   * @param client what reaches and authenticates with the broker
   */
  public LogEnds(Map<String, String> client) {
    this.admin = Admin.create(new HashMap<String, Object>(client));
  }

  /**
   * By partition, the offset that the next event gets.
   *
   * @throws FactsUnavailableException when Kafka does not say
   */
  Map<Integer, Long> of(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(one -> one, one -> OffsetSpec.latest()));
    try {
      Map<Integer, Long> ends = new HashMap<>();
      admin
          .listOffsets(asked)
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
      return ends;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FactsUnavailableException("interrupted", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new FactsUnavailableException("Kafka does not say where the log ends.", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
