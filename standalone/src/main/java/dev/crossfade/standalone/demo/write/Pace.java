package dev.crossfade.standalone.demo.write;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Spreads one source's events evenly over time. Not thread-safe. */
final class Pace {
  private final DoubleSupplier rate;
  private double due;

  /**
   * @param rate events a second, asked anew each time; 0 for as many as the server takes
   */
  Pace(DoubleSupplier rate) {
    this.rate = rate;
    this.due = System.nanoTime();
  }

  /** Waits until so many events may be sent. */
  void take(int events, Stop stop) throws InterruptedException {
    double perSecond = rate.getAsDouble();
    if (perSecond == 0) {
      return;
    }
    double now = System.nanoTime();
    // What was missed while the server was away is not made up for.
    due = Math.max(due, now - 1e9);
    if (due > now) {
      stop.idle(Duration.ofNanos((long) (due - now)));
    }
    due += events * 1e9 / perSecond;
  }
}
