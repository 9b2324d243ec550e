package dev.crossfade.reconcile.fold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.json.Digest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The small binary form of what the fold's stores hold: numbers of seven bits a byte, texts and
 * bytes behind their length plus one, 0 for null. Not thread-safe.
 */
final class Packed {
  private static final int DIGEST = 32;

  private Packed() {}

  /** Appends values. */
  static final class Writer {
    private byte[] bytes = new byte[256];
    private int size;

    Writer number(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        octet((int) (left & 0x7F) | 0x80);
        left >>>= 7;
      }
      return octet((int) left);
    }

    /** A number that begins at -1. */
    Writer offset(long value) {
      return number(value + 1);
    }

    Writer octet(int value) {
      room(1);
      bytes[size++] = (byte) value;
      return this;
    }

    Writer fixed(long value) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        octet((int) (value >>> shift));
      }
      return this;
    }

    Writer text(@Nullable String value) {
      return bytes(value == null ? null : value.getBytes(UTF_8));
    }

    Writer bytes(byte @Nullable [] value) {
      if (value == null) {
        return number(0);
      }
      number(value.length + 1L);
      return raw(value);
    }

    Writer digest(@Nullable Digest value) {
      return value == null ? octet(0) : octet(1).raw(value.bytes());
    }

    Writer raw(byte[] value) {
      room(value.length);
      System.arraycopy(value, 0, bytes, size, value.length);
      size += value.length;
      return this;
    }

    private void room(int more) {
      if (size + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
      }
    }

    byte[] done() {
      return Arrays.copyOf(bytes, size);
    }
  }

  /** Takes them out again, in the same order. */
  static final class Reader {
    private final byte[] bytes;
    private int at;

    /** From the beginning, whose first byte is to be this: the version of the form. */
    Reader(byte[] bytes, int version) {
      this.bytes = bytes;
      int found = octet();
      if (found != version) {
        throw new IllegalStateException("a store of the fold has a form of version " + found);
      }
    }

    long number() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        int next = octet();
        value |= (long) (next & 0x7F) << shift;
        if (next < 0x80) {
          return value;
        }
      }
    }

    long offset() {
      return number() - 1;
    }

    int octet() {
      return Byte.toUnsignedInt(bytes[at++]);
    }

    long fixed() {
      long value = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        value = value << 8 | octet();
      }
      return value;
    }

    @Nullable String text() {
      int length = (int) number() - 1;
      if (length < 0) {
        return null;
      }
      at += length;
      return new String(bytes, at - length, length, UTF_8);
    }

    String someText() {
      String text = text();
      if (text == null) {
        throw new IllegalStateException("a store of the fold lacks a text");
      }
      return text;
    }

    byte @Nullable [] bytes() {
      int length = (int) number() - 1;
      return length < 0 ? null : raw(length);
    }

    @Nullable Digest digest() {
      return octet() == 0 ? null : Digest.stored(raw(DIGEST));
    }

    private byte[] raw(int length) {
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }
  }
}
