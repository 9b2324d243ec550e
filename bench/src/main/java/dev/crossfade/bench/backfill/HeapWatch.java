package dev.crossfade.bench.backfill;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Collects all garbage again and again, and looks at what is left: the heap that is alive while
 * something is at work. That slows the work down, so it is measured in rounds of its own.
 */
final class HeapWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final long before;
  private final Thread watcher;
  private volatile boolean ended;
  private volatile long most;

  /** Begins to watch. */
  HeapWatch() {
    this.before = alive();
    this.most = before;
    this.watcher = Thread.ofPlatform().daemon().name("heap-watch").start(this::watch);
  }

  private void watch() {
    while (!ended) {
      most = Math.max(most, collected());
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Ends, and tells how much more was alive at most than before, in bytes. */
  long most() throws InterruptedException {
    close();
    watcher.join();
    return most - before;
  }

  private static long collected() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The bytes alive: what the first collection lets go of, a later one collects. */
  static long alive() {
    return Math.min(collected(), Math.min(collected(), collected()));
  }

  @Override
  public void close() {
    ended = true;
  }
}
