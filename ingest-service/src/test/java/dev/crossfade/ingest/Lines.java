package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;

/** Lines of an old backend that are made as they are read. */
final class Lines extends InputStream {
  private final int count;
  private final String filler;
  private int next;
  private byte[] line = {};
  private int at;

  /**
   * @param filler characters that each line has beside what a student needs
   */
  Lines(int count, int filler) {
    this.count = count;
    this.filler = "x".repeat(Math.min(filler, 500));
  }

  @Override
  public int read() {
    if (at == line.length) {
      if (next == count) {
        return -1;
      }
      line = (line("s" + next++) + "\n").getBytes(UTF_8);
      at = 0;
    }
    return line[at++] & 0xff;
  }

  /** The blanks between are the sender's own. */
  private String line(String id) {
    String data =
        Stores.student(id).put("address", filler).toString().replace(",", ", " + " ".repeat(125));
    return "{\"domain\": \"students\", \"id\": \"" + id + "\", \"data\": " + data + "}";
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int n = 0;
    while (n < length) {
      int one = read();
      if (one < 0) {
        return n == 0 ? -1 : n;
      }
      bytes[offset + n++] = (byte) one;
    }
    return n;
  }
}
