package dev.crossfade.ingest.pace;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the windows of all backfills of one log, so that a live write never has more than the
 * limit and one window of them in front of it. A partition of which sync tells nothing is not
 * waited for. Nobody waits while holding a lock, and a window waits for all of its partitions
 * before it takes a place in any. Thread-safe.
 */
public final class Pace {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration GLANCE = Duration.ofMillis(2);

  private final Limits limits;
  private final SyncProgress sync;
  private final Partitions partitions;
  private final Ticker ticker;
  private final Consumer<Duration> waited;

  // Guarded by this.
  private final Map<Integer, Integer> onTheirWay = new HashMap<>();

  /**
   * How long to wait.
   *
   * @param behind how many events sync may be behind in a partition
   * @param patience how long to wait without any progress of sync
   * @param yield how long at most to wait for live appends to be acknowledged
   */
  public record Limits(long behind, Duration patience, Duration yield) {}

  /** What this process appends to a partition of the log. */
  public interface Partitions {
    /** Behind the last event known to be in the partition. */
    long end(int partition);

    /** Live events that are on their way to it. */
    int live(int partition);
  }

  /**
   * The pace of one log.
   *
   * @param waited is told how long each window had to wait
   */
  public Pace(
      Limits limits,
      SyncProgress sync,
      Partitions partitions,
      Ticker ticker,
      Consumer<Duration> waited) {
    this.limits = limits;
    this.sync = sync;
    this.partitions = partitions;
    this.ticker = ticker;
    this.waited = waited;
  }

  /** A window's place in the log; given back when it is acknowledged, or failed. */
  public final class Permit implements AutoCloseable {
    private final Map<Integer, Integer> rows;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Permit(Map<Integer, Integer> rows) {
      this.rows = rows;
    }

    @Override
    public void close() {
      if (open.getAndSet(false)) {
        giveBack(rows);
      }
    }
  }

  /**
   * Waits until a window may go.
   *
   * @param rows how many it has for each partition
   * @return null when sync made no progress for as long as the patience lasts
   */
  public @Nullable Permit await(Map<Integer, Integer> rows) throws InterruptedException {
    long start = ticker.nanoTime();
    yieldToLive(rows);
    Permit permit = awaitSync(rows);
    waited.accept(Duration.ofNanos(ticker.nanoTime() - start));
    return permit;
  }

  private @Nullable Permit awaitSync(Map<Integer, Integer> rows) throws InterruptedException {
    Map<Integer, Long> seen = new HashMap<>();
    long giveUp = ticker.nanoTime() + limits.patience().toNanos();
    while (true) {
      Map<Integer, Long> applied = sync.applied();
      Permit permit = admit(rows, applied);
      if (permit != null) {
        return permit;
      }
      for (int partition : rows.keySet()) {
        Long now = applied.get(partition);
        Long before = now == null ? null : seen.put(partition, now);
        if (now != null && before != null && now > before) {
          giveUp = ticker.nanoTime() + limits.patience().toNanos();
        }
      }
      if (ticker.nanoTime() - giveUp >= 0) {
        return null;
      }
      ticker.pause(LOOK);
    }
  }

  /** Bounded, since live writes may never cease. */
  private void yieldToLive(Map<Integer, Integer> rows) throws InterruptedException {
    long end = ticker.nanoTime() + limits.yield().toNanos();
    while (rows.keySet().stream().anyMatch(p -> partitions.live(p) > 0)
        && ticker.nanoTime() - end < 0) {
      ticker.pause(GLANCE);
    }
  }

  private synchronized @Nullable Permit admit(
      Map<Integer, Integer> rows, Map<Integer, Long> applied) {
    for (int partition : rows.keySet()) {
      Long done = applied.get(partition);
      long behind =
          done == null
              ? 0
              : partitions.end(partition) - done + onTheirWay.getOrDefault(partition, 0);
      if (behind > limits.behind()) {
        return null;
      }
    }
    rows.forEach((partition, count) -> onTheirWay.merge(partition, count, Integer::sum));
    return new Permit(Map.copyOf(rows));
  }

  private synchronized void giveBack(Map<Integer, Integer> rows) {
    rows.forEach((partition, count) -> onTheirWay.merge(partition, -count, Integer::sum));
  }
}
