package dev.crossfade.standalone.campaign;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waiting for things to come about, with a bound; and letting time pass between faults. */
final class Waiting {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Waiting() {}

  /** What may fail while it is looked at: that is a no. */
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Duration patience, Condition condition)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + patience.toNanos();
    String last = "";
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (InterruptedException | IllegalStateException e) {
        // The latter says that it can never be.
        throw e;
      } catch (Exception e) {
        last = ": " + e;
      }
      if (System.nanoTime() > end) {
        throw new TimeoutException(
            "waited " + patience.toSeconds() + " s in vain for " + what + last);
      }
      pause(LOOK_EVERY);
    }
  }

  static void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
