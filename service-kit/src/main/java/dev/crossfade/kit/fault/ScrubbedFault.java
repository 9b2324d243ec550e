package dev.crossfade.kit.fault;

import java.sql.SQLException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;

/**
 * A fault as it is logged: classes, SQL states, Kafka's own names of errors, and where, but no
 * messages, because drivers and parsers quote data in theirs.
 */
public final class ScrubbedFault {
  private static final int MAX_FRAMES = 40;
  private static final int MAX_CAUSES = 5;
  private static final String OWN = "dev.crossfade.";

  private ScrubbedFault() {}

  /** In one line: what it is, what brought it about, and where of ours it went wrong. */
  public static String line(Throwable fault) {
    StringBuilder text = new StringBuilder(128);
    Throwable current = fault;
    for (int i = 0; current != null && i < MAX_CAUSES; i++) {
      text.append(i == 0 ? "" : ", caused by ");
      append(text, current);
      current = current.getCause();
    }
    for (StackTraceElement frame : fault.getStackTrace()) {
      if (frame.getClassName().startsWith(OWN)) {
        return text.append(" at ").append(frame).toString();
      }
    }
    return text.toString();
  }

  /** In many lines, with frames: for what nobody expected. */
  public static String trace(Throwable fault) {
    StringBuilder text = new StringBuilder(512);
    Throwable current = fault;
    for (int i = 0; current != null && i < MAX_CAUSES; i++) {
      text.append(i == 0 ? "" : "\ncaused by ");
      append(text, current);
      StackTraceElement[] frames = current.getStackTrace();
      for (int f = 0; f < Math.min(frames.length, MAX_FRAMES); f++) {
        text.append("\n  at ").append(frames[f]);
      }
      current = current.getCause();
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Throwable fault) {
    text.append(fault.getClass().getName());
    if (fault instanceof SQLException sql) {
      text.append(" SQLState ").append(sql.getSQLState());
    }
    if (fault instanceof ApiException api) {
      text.append(' ').append(Errors.forException(api));
    }
  }
}
