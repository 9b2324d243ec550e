package dev.crossfade.testsupport.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What lies in one partition: a fingerprint and an outcome an offset. */
final class PartitionLog {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final byte NONE = -1;
  private static final byte TOLD = 64;

  private long[] prints = new long[16];
  private byte[] outcomes = new byte[16];
  private long begin = -1;
  private int size;

  /** The offset behind the last entry. */
  long end() {
    return Math.max(begin, 0) + size;
  }

  long begin() {
    return Math.max(begin, 0);
  }

  /** Adds the next entry; null where it was not folded. */
  void add(long offset, long print, @Nullable Outcome outcome) {
    if (begin < 0) {
      begin = offset;
    }
    if (size == prints.length) {
      prints = Arrays.copyOf(prints, 2 * size);
      outcomes = Arrays.copyOf(outcomes, 2 * size);
    }
    prints[size] = print;
    outcomes[size] = outcome == null ? NONE : (byte) outcome.ordinal();
    size++;
  }

  /** 0 where nothing lies. */
  long print(long offset) {
    int at = index(offset);
    return at < 0 ? 0 : prints[at];
  }

  @Nullable Outcome outcome(long offset) {
    int at = index(offset);
    return at < 0 || outcomes[at] == NONE ? null : OUTCOMES[outcomes[at] & ~TOLD];
  }

  /** Notes that the tables speak of it; false where they did so before. */
  boolean tell(long offset) {
    int at = index(offset);
    boolean first = at >= 0 && outcomes[at] != NONE && (outcomes[at] & TOLD) == 0;
    if (first) {
      outcomes[at] |= TOLD;
    }
    return first;
  }

  boolean told(long offset) {
    int at = index(offset);
    return at >= 0 && outcomes[at] != NONE && (outcomes[at] & TOLD) != 0;
  }

  void forgetTold() {
    for (int i = 0; i < size; i++) {
      if (outcomes[i] != NONE) {
        outcomes[i] &= ~TOLD;
      }
    }
  }

  private int index(long offset) {
    long at = offset - begin;
    return begin < 0 || at < 0 || at >= size ? -1 : (int) at;
  }
}
