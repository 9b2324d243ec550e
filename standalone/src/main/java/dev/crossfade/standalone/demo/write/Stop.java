package dev.crossfade.standalone.demo.write;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends writers in one of two ways: in order, when each finishes what it has begun, or by giving up.
 * Thread-safe.
 */
final class Stop {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch abandoned = new CountDownLatch(1);

  /** The writers were told to give up: what is under way stays unanswered. */
  static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super("the writers gave up", null, false, false);
    }
  }

  /** No new work; what is begun goes on to its end. */
  void ask() {
    asked.countDown();
  }

  void abandon() {
    ask();
    abandoned.countDown();
  }

  boolean asked() {
    return asked.getCount() == 0;
  }

  void check() {
    if (abandoned.getCount() == 0) {
      throw new Abandoned();
    }
  }

  /** Waits before a further attempt. */
  void pause(Duration time) throws InterruptedException {
    if (abandoned.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new Abandoned();
    }
  }

  /** Waits before new work; shorter when a stop was asked for. */
  void idle(Duration time) throws InterruptedException {
    boolean stopped = asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
    if (stopped) {
      check();
    }
  }
}
