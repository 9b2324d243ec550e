package dev.crossfade.core.event.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.http.MalformedBodyException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Holds a body to strict UTF-8 before the JSON parser sees it: the parser would guess UTF-16 and
 * UTF-32 from zero bytes, and lets some malformed sequences through.
 */
final class Utf8 {
  private static final int CHUNK = 4_096;

  private Utf8() {}

  static void require(byte[] body) throws MalformedBodyException {
    int ascii = 0;
    while (ascii < body.length && body[ascii] > 0) {
      ascii++;
    }
    if (ascii == body.length) {
      return;
    }
    if (ascii == 0 && body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB) {
      throw notUtf8("The body begins with a byte order mark. Send it without.");
    }
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer out = CharBuffer.allocate(CHUNK);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (result.isError()) {
        throw notUtf8("The body is not UTF-8.");
      }
      out.flip();
      for (int i = 0; i < out.length(); i++) {
        if (out.charAt(i) == 0) {
          throw notUtf8("The body holds a zero byte: it is not JSON in UTF-8.");
        }
      }
      out.clear();
      if (result.isUnderflow()) {
        return;
      }
    }
  }

  private static MalformedBodyException notUtf8(String message) {
    return new MalformedBodyException(Kind.NOT_UTF_8, message);
  }
}
