package dev.crossfade.kit.http;

import java.sql.SQLException;

/**
 * A fault as it is logged: classes, frames and SQL states, but no messages, because drivers put row
 * values into theirs.
 */
final class ScrubbedTrace {
  private static final int MAX_FRAMES = 40;
  private static final int MAX_CAUSES = 5;

  private ScrubbedTrace() {}

  static String of(Throwable fault) {
    StringBuilder text = new StringBuilder(512);
    Throwable current = fault;
    for (int i = 0; current != null && i < MAX_CAUSES; i++) {
      text.append(i == 0 ? "" : "\ncaused by ").append(current.getClass().getName());
      if (current instanceof SQLException sql) {
        text.append(" SQLState ").append(sql.getSQLState());
      }
      StackTraceElement[] frames = current.getStackTrace();
      for (int f = 0; f < Math.min(frames.length, MAX_FRAMES); f++) {
        text.append("\n  at ").append(frames[f]);
      }
      current = current.getCause();
    }
    return text.toString();
  }
}
