package dev.crossfade.core.legacy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a decoded state is put together. Grows; what it holds is handed out without a copy. */
final class JsonSink {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;

  /** Room for so many bytes before it must grow. */
  JsonSink(int expected) {
    bytes = new byte[Math.max(16, expected)];
  }

  int length() {
    return length;
  }

  byte last() {
    return length == 0 ? 0 : bytes[length - 1];
  }

  /** What was written since a position; to be looked at before more is written. */
  Slice since(int position) {
    return new Slice(bytes, position, length);
  }

  Slice all() {
    return since(0);
  }

  /** A byte, or an ASCII character. */
  void put(int one) {
    room(1);
    bytes[length++] = (byte) one;
  }

  void put(Slice slice) {
    room(slice.length());
    System.arraycopy(slice.bytes(), slice.from(), bytes, length, slice.length());
    length += slice.length();
  }

  /** As it is, without quotation marks. */
  void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  /** A comma unless nothing stands between it and the bracket that opened at this position. */
  void separate(int opened) {
    if (length > opened) {
      put(',');
    }
  }

  /** A member's name and the colon. */
  void name(String name) {
    string(name);
    put(':');
  }

  /** A JSON string. */
  void string(String text) {
    put('"');
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c < 0x20 || c == '"' || c == '\\') {
        escape(c);
      } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        unit(c);
      } else {
        codePoint(c);
      }
    }
    put('"');
  }

  /** A JSON string of a text in UTF-8. */
  void string(Slice utf8) {
    put('"');
    for (int i = utf8.from(); i < utf8.to(); i++) {
      byte one = utf8.bytes()[i];
      if ((one >= 0 && one < 0x20) || one == '"' || one == '\\') {
        escape(one);
      } else {
        put(one);
      }
    }
    put('"');
  }

  /** The escape of a UTF-16 unit: the only form of an unpaired surrogate. */
  void unit(int c) {
    ascii("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEX[(c >> shift) & 0xF]);
    }
  }

  /** In UTF-8. */
  void codePoint(int c) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | (c >> 6));
      put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      put(0xE0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    } else {
      put(0xF0 | (c >> 18));
      put(0x80 | ((c >> 12) & 0x3F));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    }
  }

  private void escape(int c) {
    if (c == '"' || c == '\\') {
      put('\\');
      put(c);
    } else {
      unit(c);
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, length + (length >> 1)));
    }
  }
}
