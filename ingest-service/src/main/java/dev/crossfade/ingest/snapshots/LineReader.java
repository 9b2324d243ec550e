package dev.crossfade.ingest.snapshots;

import dev.crossfade.ingest.admit.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes a stream apart into lines, no more of it in memory than one. Blank lines are counted and
 * left out; the last one need not end. Not thread-safe.
 */
final class LineReader {
  private static final int BUFFER = 64 * 1024;
  private static final int FIRST = 1_024;
  private static final int HOPELESS = 32;

  private final InputStream in;
  private final int maxLine;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private byte[] line = new byte[FIRST];
  private long length;
  private long number;

  LineReader(InputStream in, int maxLine) {
    this.in = in;
    this.maxLine = maxLine;
  }

  /**
   * Goes to the next line that is not blank; false where there is none.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 413 {@code line-too-long}, where it is so
   *     long that there is no point in looking for its end
   */
  boolean next() throws IOException {
    while (read()) {
      number++;
      if (!isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  boolean isTooLong() {
    return length > maxLine;
  }

  /** The line without its end. */
  byte[] line() {
    return Arrays.copyOf(line, (int) length);
  }

  private boolean read() throws IOException {
    length = 0;
    boolean any = false;
    while (true) {
      if (at == end && !fill()) {
        return any;
      }
      any = true;
      int from = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      keep(from, at - from);
      if (at < end) {
        at++;
        return true;
      }
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private void keep(int from, int count) {
    long before = length;
    length += count;
    if (length <= maxLine) {
      if (length > line.length) {
        line = Arrays.copyOf(line, (int) Math.min(maxLine, Math.max(length, 2L * line.length)));
      }
      System.arraycopy(buffer, from, line, (int) before, count);
    } else if (length > (long) HOPELESS * maxLine) {
      throw Refusal.LINE_TOO_LONG
          .problem(
              "Line " + (number + 1) + " does not end within " + HOPELESS * maxLine + " bytes.")
          .exception();
    }
  }

  private boolean isBlank() {
    if (isTooLong()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
