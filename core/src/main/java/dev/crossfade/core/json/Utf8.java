package dev.crossfade.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8: malformed bytes are refused, never replaced. */
public final class Utf8 {
  private static final int CHUNK = 4_096;

  private Utf8() {}

  /** The text; null where the bytes are not UTF-8. */
  public static @Nullable String decode(byte[] bytes) {
    try {
      return decoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * What keeps these bytes from being JSON in UTF-8; null when nothing does. To be asked before a
   * JSON parser sees them: it would guess UTF-16 and UTF-32 from zero bytes, skip a byte order
   * mark, and let some malformed sequences through.
   */
  public static @Nullable String checkJson(byte[] body) {
    int ascii = 0;
    while (ascii < body.length && body[ascii] > 0) {
      ascii++;
    }
    if (ascii == body.length) {
      return null;
    }
    if (ascii == 0 && body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB) {
      return "begins with a byte order mark";
    }
    CharsetDecoder decoder = decoder();
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (result.isError()) {
        return "is not UTF-8";
      }
      out.flip();
      for (int i = 0; i < out.length(); i++) {
        if (out.charAt(i) == 0) {
          return "holds a zero byte";
        }
      }
      out.clear();
      if (result.isUnderflow()) {
        return null;
      }
    }
  }

  private static CharsetDecoder decoder() {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
