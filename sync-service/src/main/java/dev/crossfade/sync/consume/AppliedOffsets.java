package dev.crossfade.sync.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka how far the partitions are applied, so that the group's lag can be seen from outside.
 * Told now and then, without waiting for an answer, and never read back: where a partition stands
 * is in PostgreSQL alone. For the consumer's own thread.
 */
final class AppliedOffsets {
  private static final Logger log = LoggerFactory.getLogger(AppliedOffsets.class);
  private static final long EVERY = Duration.ofMillis(250).toNanos();

  private final Map<TopicPartition, Long> told = new HashMap<>();
  private long next = System.nanoTime();

  /** Tells what has moved, unless something was told just before. */
  void tell(Consumer<?, ?> consumer, Map<TopicPartition, PartitionWorker> workers) {
    if (System.nanoTime() - next < 0) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    workers.forEach(
        (partition, worker) -> {
          Long applied = worker.applied();
          if (applied != null && !applied.equals(told.get(partition))) {
            moved.put(partition, new OffsetAndMetadata(applied));
          }
        });
    if (moved.isEmpty()) {
      return;
    }
    next = System.nanoTime() + EVERY;
    consumer.commitAsync(
        moved,
        (offsets, fault) -> {
          if (fault == null) {
            offsets.forEach((partition, offset) -> told.put(partition, offset.offset()));
          } else {
            log.debug("The lag is not told: {}", fault.toString());
          }
        });
  }

  /** Forgets partitions that others have now. */
  void forget(Iterable<TopicPartition> partitions) {
    partitions.forEach(told::remove);
  }
}
