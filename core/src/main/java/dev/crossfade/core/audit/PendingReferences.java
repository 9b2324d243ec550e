package dev.crossfade.core.audit;

import java.util.Arrays;

/**
 * References to records that had not come when the reference did: most of them do later. In the
 * order in which they came.
 */
final class PendingReferences {
  private long[] targets = new long[0];
  private int[] domains = new int[0];
  private int[] places = new int[0];
  private Texts texts = new Texts();
  private int size;

  /** Whether a record is there by now. */
  @FunctionalInterface
  interface Known {
    boolean contains(long high, long low);
  }

  /** Takes what is left. */
  @FunctionalInterface
  interface Left {
    void reference(int domain, String recordId, String pointer, int target, String id);
  }

  int size() {
    return size;
  }

  /** How many bytes of texts there are. */
  int textBytes() {
    return texts.used();
  }

  /** The memory it takes. */
  long bytes() {
    return texts.bytes() + (long) places.length * (2 * Long.BYTES + 3 * Integer.BYTES);
  }

  /**
   * Adds one.
   *
   * @param domain of the record that refers
   * @param target the domain of the record that it names
   */
  void add(int domain, String recordId, String pointer, int target, String id, Fingerprint wanted) {
    if (size == places.length) {
      int larger = Math.max(16, size + (size >> 1));
      targets = Arrays.copyOf(targets, 2 * larger);
      domains = Arrays.copyOf(domains, 2 * larger);
      places = Arrays.copyOf(places, larger);
    }
    targets[2 * size] = wanted.high();
    targets[2 * size + 1] = wanted.low();
    domains[2 * size] = domain;
    domains[2 * size + 1] = target;
    places[size] = texts.put(recordId);
    texts.put(pointer);
    texts.put(id);
    size++;
  }

  /** Lets go of those whose records have come. */
  void settle(Known known) {
    Texts kept = new Texts();
    int to = 0;
    for (int from = 0; from < size; from++) {
      if (known.contains(targets[2 * from], targets[2 * from + 1])) {
        continue;
      }
      int place = places[from];
      int pointer = texts.behind(place);
      targets[2 * to] = targets[2 * from];
      targets[2 * to + 1] = targets[2 * from + 1];
      domains[2 * to] = domains[2 * from];
      domains[2 * to + 1] = domains[2 * from + 1];
      places[to++] = kept.put(texts.at(place));
      kept.put(texts.at(pointer));
      kept.put(texts.at(texts.behind(pointer)));
    }
    size = to;
    texts = kept;
  }

  /** Those whose records have not come, in their order. */
  void left(Known known, Left left) {
    for (int i = 0; i < size; i++) {
      if (!known.contains(targets[2 * i], targets[2 * i + 1])) {
        int pointer = texts.behind(places[i]);
        left.reference(
            domains[2 * i],
            texts.at(places[i]),
            texts.at(pointer),
            domains[2 * i + 1],
            texts.at(texts.behind(pointer)));
      }
    }
  }
}
