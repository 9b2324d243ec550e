package dev.crossfade.reconcile.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.RecordKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which records the snapshots of a part have rows of, in 16 to 43 bytes each: by the first half of
 * a SHA-256, as fingerprints are. For one thread.
 */
final class SeenRows {
  /** The most that one part holds: 128 MiB of them. */
  static final int MOST = 6_000_000;

  private static final int FIRST = 1 << 10;

  private final MessageDigest sha;
  private final int most;
  private long[] slots = new long[2 * FIRST];
  private int size;

  SeenRows() {
    this(MOST);
  }

  SeenRows(int most) {
    this.most = most;
    try {
      this.sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** There are more rows than one part compares. */
  static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyException() {
      super("too many rows", null, false, false);
    }
  }

  /**
   * Notes a row; whether it is the first of its source about that record.
   *
   * @throws TooManyException beyond the most
   */
  boolean add(String source, RecordKey key) {
    ByteBuffer hash = hash(source, key);
    long high = hash.getLong();
    long low = hash.getLong();
    int at = find(high, low);
    if (slots[at] != 0 || slots[at + 1] != 0) {
      return false;
    }
    if (size == most) {
      throw new TooManyException();
    }
    slots[at] = high;
    slots[at + 1] = low;
    size++;
    // A slot is two numbers: three quarters of them may be in use.
    if (size * 8L > slots.length * 3L) {
      grow();
    }
    return true;
  }

  /** Whether the source has a row about that record. */
  boolean contains(String source, RecordKey key) {
    ByteBuffer hash = hash(source, key);
    int at = find(hash.getLong(), hash.getLong());
    return slots[at] != 0 || slots[at + 1] != 0;
  }

  private int find(long high, long low) {
    int mask = slots.length - 1;
    int at = (int) (high << 1) & mask;
    while ((slots[at] != 0 || slots[at + 1] != 0) && (slots[at] != high || slots[at + 1] != low)) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    for (int i = 0; i < before.length; i += 2) {
      if (before[i] != 0 || before[i + 1] != 0) {
        int at = find(before[i], before[i + 1]);
        slots[at] = before[i];
        slots[at + 1] = before[i + 1];
      }
    }
  }

  private ByteBuffer hash(String source, RecordKey key) {
    for (String part : new String[] {source, key.tenant(), key.domain(), key.id()}) {
      sha.update(part.getBytes(UTF_8));
      sha.update((byte) 0);
    }
    return ByteBuffer.wrap(sha.digest());
  }
}
