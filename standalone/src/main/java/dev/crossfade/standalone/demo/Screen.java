package dev.crossfade.standalone.demo;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * What the demonstration shows: on a terminal one line that is drawn over, elsewhere a plain line
 * every few seconds. Colours follow {@code NO_COLOR} (no-color.org). Confined to one thread.
 */
final class Screen {
  private static final int BAR = 24;
  private static final Duration PLAIN_EVERY = Duration.ofSeconds(5);
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean live;
  private final boolean colour;
  private long lastPlain;
  private boolean drawn;

  Screen(PrintWriter out, boolean live, boolean colour) {
    this.out = out;
    this.live = live;
    this.colour = colour;
  }

  /** As the process was started. */
  // JDK 25 answers null again where there is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  static Screen of(PrintWriter out, Map<String, String> environment) {
    Console console = System.console();
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean live = console != null && console.isTerminal() && !dumb;
    boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Screen(out, live, colour);
  }

  /** A line that stays. */
  void say(String line) {
    erase();
    out.println(line);
    out.flush();
  }

  void heading(String line) {
    say("");
    say(styled("1", line));
  }

  void good(String line) {
    say(styled("32", "✔ ") + line);
  }

  void bad(String line) {
    say(styled("31", "✘ ") + line);
  }

  void dim(String line) {
    say(styled("2", line));
  }

  /** Shows how far things are; the next such line takes its place. */
  void progress(String doing, double share, String figures) {
    if (live) {
      out.print(
          CLEAR_LINE + label(doing) + " " + bar(share) + " " + percent(share) + "  " + figures);
      drawn = true;
      out.flush();
    } else if (System.nanoTime() - lastPlain > PLAIN_EVERY.toNanos()) {
      lastPlain = System.nanoTime();
      out.println(label(doing) + " " + percent(share) + "  " + figures);
      out.flush();
    }
  }

  private static String label(String doing) {
    return String.format(Locale.ROOT, "%-11s", doing);
  }

  private String bar(double share) {
    int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
    return styled("36", "━".repeat(full)) + styled("2", "─".repeat(BAR - full));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%3d %%", Math.round(Math.clamp(share, 0, 1) * 100));
  }

  private String styled(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void erase() {
    if (drawn) {
      out.print(CLEAR_LINE);
      drawn = false;
    }
  }
}
