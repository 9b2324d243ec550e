package dev.crossfade.kit.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one gzip member (RFC 1952) that must fill the stream exactly, as it comes; the same
 * rules as {@link GzipBody}. Close it, to free the inflater; the stream below stays open.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER = 16 * 1024;
  private static final int MAX_NAME = 64 * 1024;
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream wire;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private boolean begun;
  private boolean ended;
  private long length;

  GzipStream(InputStream wire) {
    this.wire = wire;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int most) throws IOException {
    if (most == 0 || ended) {
      return most == 0 ? 0 : -1;
    }
    if (!begun) {
      header();
      begun = true;
    }
    try {
      while (true) {
        int n = inflater.inflate(bytes, offset, most);
        if (n > 0) {
          crc.update(bytes, offset, n);
          length += n;
          return n;
        }
        if (inflater.finished()) {
          trailer();
          return -1;
        }
        feed();
      }
    } catch (DataFormatException e) {
      throw GzipBody.malformed("The gzip data is corrupt.");
    }
  }

  private void feed() throws IOException {
    if (inflater.needsDictionary() || (at == end && !fill())) {
      throw GzipBody.malformed("The gzip data ends early.");
    }
    inflater.setInput(buffer, at, end - at);
    at = end;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, wire.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw GzipBody.malformed("The gzip data ends early.");
    }
    return buffer[at++] & 0xff;
  }

  private void header() throws IOException {
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw GzipBody.malformed("The body is not gzip.");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw GzipBody.malformed("The gzip header has unknown flags.");
    }
    skip(6);
    if ((flags & FEXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & FNAME) != 0) {
      skipText();
    }
    if ((flags & FCOMMENT) != 0) {
      skipText();
    }
    if ((flags & FHCRC) != 0) {
      skip(2);
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    for (int i = 0; i < MAX_NAME; i++) {
      if (next() == 0) {
        return;
      }
    }
    throw GzipBody.malformed("The gzip header is too long.");
  }

  private void trailer() throws IOException {
    at = end - inflater.getRemaining();
    boolean sound = word() == crc.getValue() && word() == (length & 0xffff_ffffL);
    if (!sound) {
      throw GzipBody.malformed("The gzip checksum does not match.");
    }
    if (at < end || fill()) {
      throw GzipBody.malformed("Something follows the gzip data.");
    }
    ended = true;
  }

  private long word() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  /** Frees the inflater. */
  @Override
  public void close() {
    ended = true;
    inflater.close();
  }
}
