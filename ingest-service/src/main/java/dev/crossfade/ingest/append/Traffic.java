package dev.crossfade.ingest.append;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What this process appends to each partition: how far the log is known to reach, and how many live
 * events are on their way. Thread-safe.
 */
public final class Traffic {
  private final ConcurrentHashMap<TopicPartition, Flow> flows = new ConcurrentHashMap<>();

  /** One partition. */
  static final class Flow {
    private final AtomicLong end = new AtomicLong();
    private final AtomicInteger live = new AtomicInteger();

    void liveSent() {
      live.incrementAndGet();
    }

    void liveDone() {
      live.decrementAndGet();
    }

    void acknowledged(long offset) {
      end.accumulateAndGet(offset + 1, Math::max);
    }
  }

  Flow flow(String topic, int partition) {
    return flows.computeIfAbsent(new TopicPartition(topic, partition), where -> new Flow());
  }

  /** Behind the last event of the partition that was acknowledged to this process; 0 for none. */
  public long end(String topic, int partition) {
    return flow(topic, partition).end.get();
  }

  /** How many live events of the partition wait for their acknowledgement. */
  public int live(String topic, int partition) {
    return flow(topic, partition).live.get();
  }
}
