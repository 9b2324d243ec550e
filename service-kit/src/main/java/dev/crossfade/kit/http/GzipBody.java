package dev.crossfade.kit.http;

import dev.crossfade.kit.problem.Problem;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one gzip member (RFC 1952) that must fill the body exactly. The JDK's stream is not
 * used, because it overlooks what follows a member.
 */
final class GzipBody {
  private static final int HEADER = 10;
  private static final int TRAILER = 8;
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int FIRST_GUESS = 4;

  private final byte[] wire;
  private final int cap;

  private GzipBody(byte[] wire, int cap) {
    this.wire = wire;
    this.cap = cap;
  }

  /**
   * Inflates.
   *
   * @param cap the most bytes that may come out; one more is a 413
   */
  static byte[] inflate(byte[] wire, int cap) {
    return new GzipBody(wire, cap).inflate();
  }

  private byte[] inflate() {
    int start = headerEnd();
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(wire, start, wire.length - start);
      byte[] out = new byte[Math.min(cap, Math.max(512, wire.length * FIRST_GUESS))];
      int length = 0;
      while (!inflater.finished()) {
        if (length == out.length) {
          out = grown(out, inflater);
        }
        int n = inflater.inflate(out, length, out.length - length);
        length += n;
        if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw malformed("The gzip data ends early.");
        }
      }
      checkTrailer(start + Math.toIntExact(inflater.getBytesRead()), out, length);
      return length == out.length ? out : Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw malformed("The gzip data is corrupt.");
    }
  }

  /** At the cap, one byte more is tried, so that a body of exactly that size passes. */
  private byte[] grown(byte[] out, Inflater inflater) throws DataFormatException {
    if (out.length < cap) {
      return Arrays.copyOf(out, (int) Math.min(cap, out.length * 2L));
    }
    if (inflater.inflate(new byte[1], 0, 1) > 0) {
      throw BodyReader.tooLarge("The body is larger than " + cap + " bytes when inflated.");
    }
    return inflater.finished() ? out : fail();
  }

  private static byte[] fail() {
    throw malformed("The gzip data ends early.");
  }

  private int headerEnd() {
    if (wire.length < HEADER + TRAILER
        || wire[0] != (byte) 0x1f
        || wire[1] != (byte) 0x8b
        || wire[2] != 8) {
      throw malformed("The body is not gzip.");
    }
    int flags = wire[3];
    if ((flags & RESERVED) != 0) {
      throw malformed("The gzip header has unknown flags.");
    }
    int at = HEADER;
    if ((flags & FEXTRA) != 0) {
      at += 2 + (byteAt(at) | byteAt(at + 1) << 8);
    }
    if ((flags & FNAME) != 0) {
      at = afterZero(at);
    }
    if ((flags & FCOMMENT) != 0) {
      at = afterZero(at);
    }
    if ((flags & FHCRC) != 0) {
      at += 2;
    }
    if (at > wire.length - TRAILER) {
      throw malformed("The gzip data ends early.");
    }
    return at;
  }

  private int afterZero(int from) {
    int at = from;
    while (byteAt(at) != 0) {
      at++;
    }
    return at + 1;
  }

  private int byteAt(int at) {
    if (at >= wire.length) {
      throw malformed("The gzip data ends early.");
    }
    return wire[at] & 0xff;
  }

  private void checkTrailer(int at, byte[] out, int length) {
    if (wire.length - at < TRAILER) {
      throw malformed("The gzip data ends early.");
    }
    if (wire.length - at > TRAILER) {
      throw malformed("Something follows the gzip data.");
    }
    CRC32 crc = new CRC32();
    crc.update(out, 0, length);
    if (word(at) != crc.getValue() || word(at + 4) != length) {
      throw malformed("The gzip checksum does not match.");
    }
  }

  private long word(int at) {
    return (byteAt(at) | byteAt(at + 1) << 8 | byteAt(at + 2) << 16) | (long) byteAt(at + 3) << 24;
  }

  static RuntimeException malformed(String detail) {
    return Problem.of(400, "malformed-gzip", "The compressed body is malformed", detail)
        .exception();
  }
}
