package dev.crossfade.testsupport.history;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What lies in one partition: a fingerprint and an outcome an offset. */
final class PartitionLog {
  private final BitSet told = new BitSet();
  private final BitSet nobodys = new BitSet();
  private long[] prints = new long[16];
  private @Nullable Outcome[] outcomes = new Outcome[16];
  private long begin = -1;
  private int size;

  /** The offset behind the last entry. */
  long end() {
    return begin() + size;
  }

  /** The first offset. */
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
    outcomes[size] = outcome;
    size++;
  }

  /** 0 where nothing lies. */
  long print(long offset) {
    int at = index(offset);
    return at < 0 ? 0 : prints[at];
  }

  @Nullable Outcome outcome(long offset) {
    int at = index(offset);
    return at < 0 ? null : outcomes[at];
  }

  /** Notes that the entry does not say whose it is. */
  void addNobodys(long offset) {
    nobodys.set(index(offset));
  }

  /** Whether it does not say whose it is. */
  boolean isNobodys(long offset) {
    return nobodys.get(index(offset));
  }

  /** Notes that the tables speak of it; false where they did so before. */
  boolean tell(long offset) {
    int at = index(offset);
    if (at < 0 || told.get(at)) {
      return false;
    }
    told.set(at);
    return true;
  }

  boolean told(long offset) {
    int at = index(offset);
    return at >= 0 && told.get(at);
  }

  void forgetTold() {
    told.clear();
  }

  private int index(long offset) {
    long at = offset - begin;
    return begin < 0 || at < 0 || at >= size ? -1 : (int) at;
  }
}
