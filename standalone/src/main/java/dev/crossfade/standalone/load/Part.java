package dev.crossfade.standalone.load;

import dev.crossfade.core.json.Digest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some lines that are sent in one request.
 *
 * @param number from 0, the same when it is sent again
 * @param firstRow the number of its first line in the whole, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
record Part(int number, long firstRow, int lines, byte[] bytes, Digest digest) {
  /** Its lines again, so many at a time. */
  List<byte[]> pieces(int most) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    int count = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' && (++count % most == 0 || i == bytes.length - 1)) {
        pieces.add(Arrays.copyOfRange(bytes, from, i + 1));
        from = i + 1;
      }
    }
    return pieces;
  }

  /** Collects the lines of the next part. */
  static final class Builder {
    // Whatever the records' size, two parts fit a small heap several times over.
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final int mostLines;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int number;
    private long firstRow = 1;
    private int lines;

    Builder(int mostLines) {
      this.mostLines = mostLines;
    }

    void add(byte[] line) {
      bytes.writeBytes(line);
      bytes.write('\n');
      lines++;
    }

    boolean isFull() {
      return lines >= mostLines || bytes.size() >= MOST_BYTES;
    }

    boolean isEmpty() {
      return lines == 0;
    }

    /** Closes this part; what is added now belongs to the next. */
    Part take() {
      byte[] content = bytes.toByteArray();
      Part part = new Part(number, firstRow, lines, content, Digest.of(content));
      bytes.reset();
      number++;
      firstRow += lines;
      lines = 0;
      return part;
    }
  }
}
