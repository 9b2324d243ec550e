package dev.crossfade.ingest.pace;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the consumer group of sync has committed to Kafka, asked for at most every 200 ms and only
 * by those who wait. While the broker does not answer, what was known last is known still.
 * Thread-safe.
 */
public final class CommittedOffsets implements SyncProgress {
  private static final long FRESH = Duration.ofMillis(200).toNanos();

  private final LogQueries log;
  private final String group;
  private final String topic;
  private final Ticker ticker;
  private volatile Known known;
  private final ReentrantLock asking = new ReentrantLock();

  /** What the broker answered, and when; not asked before the first time. */
  private record Known(Map<Integer, Long> offsets, long at, boolean asked) {}

  /** The progress of one group in one topic. */
  public CommittedOffsets(LogQueries log, String group, String topic, Ticker ticker) {
    this.log = log;
    this.group = group;
    this.topic = topic;
    this.ticker = ticker;
    this.known = new Known(Map.of(), ticker.nanoTime(), false);
  }

  /** One asks, the others take what is known meanwhile; the first time they wait for it. */
  @Override
  public Map<Integer, Long> applied() throws InterruptedException {
    if (isFresh()) {
      return known.offsets();
    }
    if (!known.asked()) {
      asking.lockInterruptibly();
    } else if (!asking.tryLock()) {
      return known.offsets();
    }
    try {
      if (!isFresh()) {
        var answer = log.committed(group, topic);
        Map<Integer, Long> now = answer.orElse(known.offsets());
        known = new Known(now, ticker.nanoTime(), true);
      }
      return known.offsets();
    } finally {
      asking.unlock();
    }
  }

  private boolean isFresh() {
    Known last = known;
    return last.asked() && ticker.nanoTime() - last.at() < FRESH;
  }
}
