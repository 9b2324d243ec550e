package dev.crossfade.core.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts one behind the other in one array: no object a text. */
final class Texts {
  private byte[] bytes = new byte[256];
  private int end;

  /** The memory it takes. */
  long bytes() {
    return bytes.length;
  }

  /** How much of it is used. */
  int used() {
    return end;
  }

  /** Where the text is from now on. */
  int put(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    int at = end;
    int needed = Math.addExact(end, Integer.BYTES + encoded.length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
    }
    ByteBuffer.wrap(bytes).putInt(end, encoded.length);
    System.arraycopy(encoded, 0, bytes, end + Integer.BYTES, encoded.length);
    end = needed;
    return at;
  }

  String at(int place) {
    return new String(bytes, place + Integer.BYTES, length(place), StandardCharsets.UTF_8);
  }

  /** Where the text behind this one is. */
  int behind(int place) {
    return place + Integer.BYTES + length(place);
  }

  private int length(int place) {
    return ByteBuffer.wrap(bytes).getInt(place);
  }
}
