package dev.crossfade.testsupport.history;

import java.util.Arrays;
import java.util.Map;

/** What was acknowledged, each with the position, in 20 bytes. */
final class Acknowledged {
  private long[] prints = new long[64];
  private long[] offsets = new long[64];
  private int[] partitions = new int[64];
  private int size;

  void add(long print, Place at) {
    if (size == prints.length) {
      prints = Arrays.copyOf(prints, 2 * size);
      offsets = Arrays.copyOf(offsets, 2 * size);
      partitions = Arrays.copyOf(partitions, 2 * size);
    }
    prints[size] = print;
    offsets[size] = at.offset();
    partitions[size] = at.partition();
    size++;
  }

  int size() {
    return size;
  }

  boolean allLieIn(Map<Integer, PartitionLog> log) {
    for (int i = 0; i < size; i++) {
      PartitionLog partition = log.get(partitions[i]);
      if (partition == null || partition.print(offsets[i]) != prints[i]) {
        return false;
      }
    }
    return true;
  }
}
