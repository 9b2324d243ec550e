package dev.crossfade.sync.read;

import dev.crossfade.core.log.Position;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a partition is applied up to a position, for readers who want to see their own write.
 * A worker of this process wakes them at once; for partitions that another process applies, the
 * database is looked at from time to time. Thread-safe.
 */
public final class AppliedWait {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_EVERY_MS = 25;

  private final SyncStore store;
  private final Map<LogPartition, Long> nextOffsets = new HashMap<>();

  public AppliedWait(SyncStore store) {
    this.store = store;
  }

  /** A worker of this process has committed. */
  public synchronized void applied(LogPartition partition, long next) {
    nextOffsets.put(partition, next);
    notifyAll();
  }

  /**
   * Returns when the position is applied.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code not-yet-applied} after 5 s
   */
  void await(LogPartition partition, Position position) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!reached(partition, position.offset())) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw ReadProblem.NOT_YET_APPLIED
            .with(
                "PostgreSQL has not reached position "
                    + position
                    + " within "
                    + PATIENCE.toSeconds()
                    + " s. Nothing is lost: ask again.")
            .withRetryAfter(1)
            .exception();
      }
      pause(partition, position.offset(), Math.min(left, LOOK_EVERY_MS));
    }
  }

  private boolean reached(LogPartition partition, long offset) {
    Positions.Applied row = Positions.read(store.database().dsl(), partition);
    return row != null && row.nextOffset() > offset;
  }

  @SuppressWarnings("WaitNotInLoop") // await() loops, and a look too many does no harm
  private synchronized void pause(LogPartition partition, long offset, long ms)
      throws InterruptedException {
    if (nextOffsets.getOrDefault(partition, 0L) <= offset) {
      wait(ms);
    }
  }
}
