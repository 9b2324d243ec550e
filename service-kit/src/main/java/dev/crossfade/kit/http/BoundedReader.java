package dev.crossfade.kit.http;

import io.helidon.common.buffers.DataReader;
import java.util.function.Supplier;

/** A reader whose lines end: Helidon reads the size of a chunk as a line without any limit. */
final class BoundedReader extends DataReader {
  private static final int MAX_LINE = 256;

  @SuppressWarnings("removal") // the factory that replaces it cannot be extended
  BoundedReader(Supplier<byte[]> source) {
    super(source);
  }

  @Override
  public String readLine() {
    int end = findNewLine(MAX_LINE);
    if (end == MAX_LINE) {
      throw new IncorrectNewLineException("a line within a body is too long");
    }
    String line = readAsciiString(end);
    skip(2);
    return line;
  }
}
