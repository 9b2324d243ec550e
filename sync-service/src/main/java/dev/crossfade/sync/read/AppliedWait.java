package dev.crossfade.sync.read;

import dev.crossfade.core.log.Position;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a partition is applied up to a position, for readers who want to see their own write.
 * A worker of this process wakes them at once; for partitions that another process applies, one of
 * those who wait looks at the database from time to time, for all of them. So a thousand readers
 * cost the database no more than one. Thread-safe.
 */
public final class AppliedWait {
  private static final HeaderName WAIT_FOR = HeaderNames.create("Crossfade-Wait-For");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(25);

  // A database put back to an older state takes its position back: what was seen is not for ever.
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  private final SyncStore store;
  private final Map<LogPartition, Watch> watches = new ConcurrentHashMap<>();

  public AppliedWait(SyncStore store) {
    this.store = store;
  }

  /** A worker of this process has committed. */
  public void applied(LogPartition partition, long next) {
    watch(partition).set(next, System.nanoTime());
  }

  /**
   * Returns when the position is applied that the request asks for, if it asks for one.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code bad-position}; 503 {@code
   *     not-yet-applied} after 5 s
   */
  public void await(ServerRequest request, LogPartition partition) throws InterruptedException {
    String text = request.headers().first(WAIT_FOR).orElse(null);
    if (text == null) {
      return;
    }
    Position position = Position.parse(text.strip());
    if (position == null || position.partition() != partition.partition()) {
      throw ReadProblem.BAD_POSITION
          .with("Crossfade-Wait-For takes a position as an answer to a write gave it.")
          .exception();
    }
    await(partition, position);
  }

  /**
   * Returns when the position is applied.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code not-yet-applied} after 5 s
   */
  public void await(LogPartition partition, Position position) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Watch watch = watch(partition);
    while (true) {
      switch (watch.next(position.offset(), deadline)) {
        case REACHED -> {
          return;
        }
        case LOOK -> look(partition, watch);
        case TOO_LATE ->
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
    }
  }

  private Watch watch(LogPartition partition) {
    return watches.computeIfAbsent(partition, p -> new Watch());
  }

  private void look(LogPartition partition, Watch watch) {
    long at = System.nanoTime();
    try {
      Positions.Applied row = Positions.read(store.reads().dsl(), partition);
      watch.set(row == null ? 0 : row.nextOffset(), at);
    } finally {
      watch.looked();
    }
  }

  private enum Step {
    REACHED,
    LOOK,
    TOO_LATE
  }

  /** What is known of one partition, and whether someone is looking. */
  private static final class Watch {
    private long next;
    private long seenAt;
    private boolean seen;
    private boolean looking;

    synchronized void set(long nextOffset, long at) {
      next = nextOffset;
      seenAt = at;
      seen = true;
      notifyAll();
    }

    synchronized void looked() {
      looking = false;
      notifyAll();
    }

    /** What the caller is to do next; waits until there is something. */
    synchronized Step next(long offset, long deadline) throws InterruptedException {
      while (true) {
        long now = System.nanoTime();
        long age = seen ? now - seenAt : Long.MAX_VALUE;
        if (next > offset && age < FRESH) {
          return Step.REACHED;
        }
        if (now >= deadline) {
          return Step.TOO_LATE;
        }
        if (!looking && age >= LOOK_EVERY) {
          looking = true;
          return Step.LOOK;
        }
        long ms = TimeUnit.NANOSECONDS.toMillis(Math.min(deadline - now, LOOK_EVERY));
        wait(Math.max(1, ms));
      }
    }
  }
}
