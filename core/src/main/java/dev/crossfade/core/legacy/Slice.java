package dev.crossfade.core.legacy;

import dev.crossfade.core.json.JsonRules;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A range of a byte array, not a copy: treat the array as immutable. Thread-safe. */
public final class Slice {
  private final byte[] bytes;
  private final int from;
  private final int to;

  /** The bytes {@code from} (inclusive) {@code to} (exclusive). */
  public Slice(byte[] bytes, int from, int to) {
    if (from < 0 || to < from || to > bytes.length) {
      throw new IllegalArgumentException(from + " to " + to + " of " + bytes.length + " bytes");
    }
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** All of these bytes. */
  public static Slice of(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  /**
   * A string as a browser holds it. UTF-8 has no form for an unpaired surrogate, and none may be
   * replaced in silence.
   *
   * @throws UndecodableException the string holds an unpaired surrogate
   */
  public static Slice of(String raw) throws UndecodableException {
    String fault = JsonRules.checkText(raw.replace('\0', ' '));
    if (fault != null) {
      throw new UndecodableException("", "The string " + fault + ".");
    }
    return of(raw.getBytes(StandardCharsets.UTF_8));
  }

  /** The array that this is a range of; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where it begins. */
  public int from() {
    return from;
  }

  /** Behind its last byte. */
  public int to() {
    return to;
  }

  /** How many bytes it has. */
  public int length() {
    return to - from;
  }

  /** The bytes of the range, copied. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** Strictly decoded from UTF-8; null where the bytes are not UTF-8. */
  @Nullable String text() {
    try {
      return decoder().decode(ByteBuffer.wrap(bytes, from, length())).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  static CharsetDecoder decoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Shows no data: stores must not reach a log. */
  @Override
  public String toString() {
    return "Slice[" + length() + " bytes]";
  }
}
