package dev.crossfade.core.compare;

import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes one behind the other, numbers big-endian. For one thread. */
final class PlainBytes {
  private byte[] bytes = new byte[256];
  private int length;

  void oneByte(int b) {
    room(1);
    bytes[length++] = (byte) b;
  }

  void fourBytes(int number) {
    room(Integer.BYTES);
    put(length, number);
    length += Integer.BYTES;
  }

  void eightBytes(long number) {
    fourBytes((int) (number >>> Integer.SIZE));
    fourBytes((int) number);
  }

  void bytes(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** Leaves room for the length of what follows; answers where. */
  int reserveLength() {
    fourBytes(0);
    return length;
  }

  /** Fills in the length of what followed. */
  void fillLength(int from) {
    put(from - Integer.BYTES, length - from);
  }

  /** Takes the bytes into a digest. */
  byte[] digest(MessageDigest digest) {
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  private void put(int at, int number) {
    bytes[at] = (byte) (number >>> 24);
    bytes[at + 1] = (byte) (number >>> 16);
    bytes[at + 2] = (byte) (number >>> 8);
    bytes[at + 3] = (byte) number;
  }

  private void room(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * length));
    }
  }
}
