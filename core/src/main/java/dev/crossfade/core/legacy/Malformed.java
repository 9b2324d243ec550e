package dev.crossfade.core.legacy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;

/** Finds what is not UTF-8; a JSON parser lets some of it through. */
final class Malformed {
  private static final int CHUNK = 4_096;

  private Malformed() {}

  /** The offset of the first malformed byte from the beginning of the slice; -1 for none. */
  static int at(Slice source) {
    byte[] bytes = source.bytes();
    int ascii = source.from();
    while (ascii < source.to() && bytes[ascii] >= 0) {
      ascii++;
    }
    CharsetDecoder decoder = Slice.decoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, ascii, source.to() - ascii);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (result.isError()) {
        return in.position() - source.from();
      }
      if (result.isUnderflow()) {
        return -1;
      }
      out.clear();
    }
  }
}
