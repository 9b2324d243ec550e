package dev.crossfade.core.audit;

/**
 * A set of fingerprints, 16 bytes each, in open addressing: no object an element. Each has a slot;
 * slots change when the set grows.
 */
final class FingerprintSet {
  private static final int LEAST = 16;

  /** A high and a low half a slot; a low half of 0 is an empty one. */
  private long[] halves = new long[2 * LEAST];

  private int size;

  int size() {
    return size;
  }

  /** How many slots there are. */
  int capacity() {
    return halves.length / 2;
  }

  /** The memory it takes. */
  long bytes() {
    return (long) halves.length * Long.BYTES;
  }

  /** False when it is there already. */
  boolean add(Fingerprint element) {
    if (4L * size >= 3L * capacity()) {
      grow();
    }
    if (!put(element.high(), element.low())) {
      return false;
    }
    size++;
    return true;
  }

  boolean contains(long high, long low) {
    return slot(high, low) >= 0;
  }

  /** Where it is; -1 where it is not. */
  int slot(long high, long low) {
    int slot = probe(high, low);
    return halves[2 * slot + 1] == 0 ? -1 : slot;
  }

  private boolean put(long high, long low) {
    int slot = probe(high, low);
    if (halves[2 * slot + 1] != 0) {
      return false;
    }
    halves[2 * slot] = high;
    halves[2 * slot + 1] = low;
    return true;
  }

  /** Its slot, or the empty one that it would take. */
  private int probe(long high, long low) {
    int mask = capacity() - 1;
    int slot = (int) high & mask;
    while (halves[2 * slot + 1] != 0 && (halves[2 * slot + 1] != low || halves[2 * slot] != high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] before = halves;
    halves = new long[2 * before.length];
    for (int i = 0; i < before.length; i += 2) {
      if (before[i + 1] != 0) {
        put(before[i], before[i + 1]);
      }
    }
  }
}
