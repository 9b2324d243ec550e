package dev.crossfade.bench.backfill;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Collects all garbage again and again, and looks at what is left: the heap that is alive while
 * something is at work. That slows the work down, so it is measured in rounds of its own.
 */
final class HeapWatch implements AutoCloseable {
  private static final long PAUSE = Duration.ofMillis(50).toNanos();

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
      long begin = System.nanoTime();
      most = Math.max(most, collected());
      // At most a quarter of the time, or else broker and consumers take each other for dead.
      LockSupport.parkNanos(Math.max(PAUSE, 3 * (System.nanoTime() - begin)));
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
