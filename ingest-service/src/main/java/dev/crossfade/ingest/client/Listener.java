package dev.crossfade.ingest.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One who is told when an answer may have changed. Thread-safe. */
final class Listener implements AutoCloseable {
  private final Consumer<Listener> forget;

  // Guarded by this.
  private boolean moved;
  private boolean ended;

  Listener(Consumer<Listener> forget) {
    this.forget = forget;
  }

  synchronized void wake() {
    moved = true;
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized boolean ended() {
    return ended;
  }

  /** Waits until an answer may have changed, or all ends; whether one may have. */
  synchronized boolean await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!moved && !ended) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    boolean was = moved;
    // What comes from here on wakes once more.
    moved = false;
    return was;
  }

  @Override
  public void close() {
    forget.accept(this);
  }
}
