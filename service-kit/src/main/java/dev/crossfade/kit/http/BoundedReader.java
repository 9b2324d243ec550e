package dev.crossfade.kit.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import java.util.function.Supplier;

/**
 * A reader whose lines end and whose chunks are bounded: Helidon reads the size of a chunk as a
 * line without any limit, and holds a chunk in one piece.
 */
final class BoundedReader extends DataReader {
  private static final int MAX_LINE = 256;

  private final long maxChunk;

  @SuppressWarnings("removal") // the factory that replaces it cannot be extended
  BoundedReader(Supplier<byte[]> source, long maxChunk) {
    super(source);
    this.maxChunk = maxChunk;
  }

  @Override
  public BufferData readBuffer(int length) {
    if (length > maxChunk) {
      throw WatchedConnection.tooLarge();
    }
    return super.readBuffer(length);
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
