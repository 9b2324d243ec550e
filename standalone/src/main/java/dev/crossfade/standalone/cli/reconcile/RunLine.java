package dev.crossfade.standalone.cli.reconcile;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/** How far a run is: a line drawn over on a terminal, elsewhere a plain one every few seconds. */
final class RunLine {
  private static final int BAR = 24;
  private static final long PLAIN_EVERY = Duration.ofSeconds(5).toNanos();
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter err;
  private final boolean live;
  private final LongSupplier nanos;
  private long shown;
  private boolean drawn;

  RunLine(PrintWriter err, boolean live, LongSupplier nanos) {
    this.err = err;
    this.live = live;
    this.nanos = nanos;
    this.shown = nanos.getAsLong();
  }

  void draw(JsonNode report) {
    if (live) {
      err.print(CLEAR_LINE + text(report, true));
      err.flush();
      drawn = true;
    } else if (nanos.getAsLong() - shown >= PLAIN_EVERY) {
      shown = nanos.getAsLong();
      err.println(text(report, false));
      err.flush();
    }
  }

  static String text(JsonNode report, boolean bar) {
    if (report.path("queued").asBoolean(false)) {
      return "waits in line";
    }
    JsonNode progress = report.path("progress");
    int parts = progress.path("parts").asInt(0);
    int done = progress.path("done").asInt(0);
    StringBuilder text = new StringBuilder();
    if (bar) {
      int full = parts == 0 ? 0 : Math.round(done * (float) BAR / parts);
      text.append("━".repeat(full)).append("─".repeat(BAR - full)).append(' ');
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%d of %d parts  %,d of about %,d records",
            done,
            parts,
            progress.path("records").asLong(0),
            progress.path("of").asLong(0)));
    if (progress.path("secondsLeft").isNumber()) {
      text.append("  ").append(progress.path("secondsLeft").asLong()).append(" s left");
    }
    return text.toString();
  }

  /** What is drawn makes room. */
  void end() {
    if (drawn) {
      err.print(CLEAR_LINE);
      err.flush();
      drawn = false;
    }
  }
}
