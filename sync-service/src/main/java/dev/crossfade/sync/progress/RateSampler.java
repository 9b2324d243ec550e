package dev.crossfade.sync.progress;

import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes every five seconds where the partitions stand, whoever applies them, so that it can be told
 * how fast that was over the last minute. Thread-safe.
 */
public final class RateSampler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RateSampler.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rate-sampler").factory());

  // Guarded by this.
  private final Map<LogPartition, Deque<Sample>> samples = new HashMap<>();

  /** Where a partition stood. */
  private record Sample(long at, long next) {}

  private RateSampler() {}

  /** Begins to note. */
  public static RateSampler start(Migrations migrations, SyncStore store) {
    RateSampler sampler = new RateSampler();
    var _ =
        sampler.ticker.scheduleWithFixedDelay(
            () -> sampler.look(migrations, store),
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    return sampler;
  }

  private void look(Migrations migrations, SyncStore store) {
    try {
      for (Migration migration : migrations.all()) {
        short id = store.migrationId(migration.name());
        Positions.readAll(store.reads().dsl(), id)
            .forEach((partition, next) -> note(new LogPartition(id, partition), next));
      }
    } catch (RuntimeException e) {
      // PostgreSQL is away: others tell of that.
      log.debug("No rate is noted for now: {}", e.getClass().getSimpleName());
    }
  }

  private synchronized void note(LogPartition partition, long next) {
    Deque<Sample> of = samples.computeIfAbsent(partition, p -> new ArrayDeque<>());
    long now = System.nanoTime();
    while (!of.isEmpty() && (now - of.getFirst().at() > MINUTE || of.getFirst().next() > next)) {
      of.removeFirst();
    }
    of.addLast(new Sample(now, next));
  }

  /** Events a second since the oldest note of the last minute; 0 before the first. */
  synchronized double perSecond(short migration, int partition, long next) {
    Deque<Sample> of = samples.get(new LogPartition(migration, partition));
    Sample oldest = of == null ? null : of.peekFirst();
    if (oldest == null || oldest.next() >= next) {
      return 0;
    }
    double seconds = Math.max(1, (System.nanoTime() - oldest.at()) / SECOND);
    return Math.round((next - oldest.next()) / seconds * 10) / 10.0;
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
