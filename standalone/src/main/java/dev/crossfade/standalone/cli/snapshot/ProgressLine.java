package dev.crossfade.standalone.cli.snapshot;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a load is: one line that is drawn over on a terminal, elsewhere a plain line every few
 * seconds. Safe for many threads.
 */
final class ProgressLine {
  private static final int BAR = 24;
  private static final long LIVE_EVERY = Duration.ofMillis(200).toNanos();
  private static final long PLAIN_EVERY = Duration.ofSeconds(5).toNanos();
  private static final long WINDOW = Duration.ofSeconds(20).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter err;
  private final boolean live;
  private final LongSupplier nanos;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long total = -1;
  private long shown;
  private boolean drawn;

  /** What was read at a moment. */
  private record Sample(long at, long rows) {}

  ProgressLine(PrintWriter err, boolean live, LongSupplier nanos) {
    this.err = err;
    this.live = live;
    this.nanos = nanos;
    this.shown = nanos.getAsLong();
  }

  /** {@code total} is -1 where nobody counted. */
  synchronized void begin(long newTotal) {
    total = newTotal;
    samples.add(new Sample(nanos.getAsLong(), 0));
  }

  /** Draws where it is time to. */
  synchronized void rows(long rows, long rejected) {
    long now = nanos.getAsLong();
    if (now - shown < (live ? LIVE_EVERY : PLAIN_EVERY)) {
      return;
    }
    shown = now;
    String text = text(now, rows, rejected);
    samples.add(new Sample(now, rows));
    // The rate of late: what an earlier run had sent goes by much faster than the rest.
    while (samples.size() > 2 && now - samples.getFirst().at() > WINDOW) {
      samples.removeFirst();
    }
    if (live) {
      err.print(CLEAR_LINE + text);
      drawn = true;
    } else {
      err.println(text);
    }
    err.flush();
  }

  private String text(long now, long rows, long rejected) {
    Sample since = samples.getFirst();
    double rate = (rows - since.rows()) * 1e9 / Math.max(1, now - since.at());
    StringBuilder text = new StringBuilder();
    if (total > 0) {
      double share = Math.min(1, rows / (double) total);
      if (live) {
        int full = (int) Math.round(share * BAR);
        text.append("━".repeat(full)).append("─".repeat(BAR - full)).append(' ');
      }
      text.append(
          String.format(
              Locale.ROOT, "%3.0f %%  %,d of %,d rows", Math.floor(share * 100), rows, total));
    } else {
      text.append(String.format(Locale.ROOT, "%,d rows", rows));
    }
    text.append(String.format(Locale.ROOT, "  %,.0f rows/s", rate));
    if (total > rows && rate > 0) {
      text.append("  ").append(time((total - rows) / rate)).append(" left");
    }
    if (rejected > 0) {
      text.append(String.format(Locale.ROOT, "  %,d rejected", rejected));
    }
    return text.toString();
  }

  private static String time(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d h %02d min", left.toHours(), left.toMinutesPart())
        : left.toMinutes() > 0
            ? String.format(Locale.ROOT, "%d min %02d s", left.toMinutes(), left.toSecondsPart())
            : String.format(Locale.ROOT, "%d s", left.toSeconds());
  }

  /** A line that stays. */
  synchronized void say(String line) {
    end();
    err.println(line);
    err.flush();
  }

  /** What is drawn makes room. */
  synchronized void end() {
    if (drawn) {
      err.print(CLEAR_LINE);
      err.flush();
      drawn = false;
    }
  }
}
