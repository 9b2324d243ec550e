package dev.crossfade.standalone.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Tells how a start goes on, with the seconds since the process began. Safe for many threads. */
final class StartTimes {
  private final PrintWriter out;
  private final Instant begin =
      ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

  StartTimes(PrintWriter out) {
    this.out = out;
  }

  void reached(String what) {
    print(what);
  }

  void ready() {
    print("ready");
  }

  private synchronized void print(String what) {
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    out.println(String.format(Locale.ROOT, "%5.1f s  %s", seconds, what));
    out.flush();
  }
}
