package dev.crossfade.standalone.demo.write;

import java.time.Duration;

/** Spreads one source's events evenly over time. Not thread-safe. */
final class Pace {
  private final double nanosPerEvent;
  private double due;

  /**
   * @param rate events a second; 0 for as many as the server takes
   */
  Pace(double rate) {
    this.nanosPerEvent = rate == 0 ? 0 : 1e9 / rate;
    this.due = System.nanoTime();
  }

  /** Waits until so many events may be sent. */
  void take(int events, Stop stop) throws InterruptedException {
    if (nanosPerEvent == 0) {
      return;
    }
    double now = System.nanoTime();
    // What was missed while the server was away is not made up for.
    due = Math.max(due, now - 1e9);
    if (due > now) {
      stop.idle(Duration.ofNanos((long) (due - now)));
    }
    due += events * nanosPerEvent;
  }
}
