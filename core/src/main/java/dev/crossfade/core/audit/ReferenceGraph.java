package dev.crossfade.core.audit;

import java.util.Arrays;

/**
 * Records and the records that they refer to, of domains that refer to each other in a circle. A
 * record that refers to none of them is not in it: it is in no circle.
 */
final class ReferenceGraph {
  private final FingerprintSet nodes = new FingerprintSet();
  private final Texts texts = new Texts();
  private long[] names = new long[0];
  private int[] places = new int[0];
  private int[] domains = new int[0];
  private int[] firstEdges = new int[1];
  private long[] targets = new long[0];
  private int edges;

  /** How many records are in it. */
  int size() {
    return nodes.size();
  }

  /** How many references are in it. */
  int edges() {
    return edges;
  }

  int textBytes() {
    return texts.used();
  }

  /** The memory it takes. */
  long bytes() {
    return nodes.bytes()
        + texts.bytes()
        + (long) Long.BYTES * (names.length + targets.length)
        + (long) Integer.BYTES * (places.length + domains.length + firstEdges.length);
  }

  /** A reference of a record; all of one record's come one after the other. */
  void add(int domain, String id, Fingerprint from, Fingerprint to) {
    if (nodes.add(from)) {
      node(domain, id, from);
    }
    int node = size() - 1;
    for (int i = firstEdges[node]; i < edges; i++) {
      if (targets[2 * i] == to.high() && targets[2 * i + 1] == to.low()) {
        return;
      }
    }
    if (2 * edges == targets.length) {
      targets = Arrays.copyOf(targets, larger(targets.length));
    }
    targets[2 * edges] = to.high();
    targets[2 * edges + 1] = to.low();
    edges++;
  }

  private void node(int domain, String id, Fingerprint from) {
    int node = size() - 1;
    if (node == places.length) {
      int larger = larger(places.length);
      names = Arrays.copyOf(names, 2 * larger);
      places = Arrays.copyOf(places, larger);
      domains = Arrays.copyOf(domains, larger);
      firstEdges = Arrays.copyOf(firstEdges, larger);
    }
    names[2 * node] = from.high();
    names[2 * node + 1] = from.low();
    places[node] = texts.put(id);
    domains[node] = domain;
    firstEdges[node] = edges;
  }

  private static int larger(int length) {
    return Math.max(16, length + (length >> 2) * 2);
  }

  String id(int node) {
    return texts.at(places[node]);
  }

  int domain(int node) {
    return domains[node];
  }

  /**
   * Where the edges of a node begin, for {@link #resolved}; of the one behind the last, the end.
   */
  int[] starts() {
    int[] starts = Arrays.copyOf(firstEdges, size() + 1);
    starts[size()] = edges;
    return starts;
  }

  /** The node that each edge leads to; -1 where it leads to none. */
  int[] resolved() {
    int[] bySlot = new int[nodes.capacity()];
    for (int node = 0; node < size(); node++) {
      bySlot[nodes.slot(names[2 * node], names[2 * node + 1])] = node;
    }
    int[] resolved = new int[edges];
    for (int i = 0; i < edges; i++) {
      int slot = nodes.slot(targets[2 * i], targets[2 * i + 1]);
      resolved[i] = slot < 0 ? -1 : bySlot[slot];
    }
    return resolved;
  }
}
