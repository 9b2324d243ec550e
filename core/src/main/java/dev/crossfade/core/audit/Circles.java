package dev.crossfade.core.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the nodes of a graph that lie in circles: Tarjan's strongly connected components, with a
 * stack of its own instead of calls, so that a chain may be as long as memory holds. Linear.
 */
final class Circles {
  private final int[] starts;
  private final int[] targets;
  private final int[] component;
  private final int[] order;
  private final int[] low;
  private final int[] next;
  private final int[] path;
  private final int[] open;
  private int pathSize;
  private int openSize;
  private int visited;
  private int components;

  /** Takes a circle: how many nodes it has, and the first of them. */
  @FunctionalInterface
  interface Found {
    void circle(int size, List<Integer> nodes);
  }

  /**
   * @param starts where the edges of each node begin, and of the last one end
   * @param targets the node that each edge leads to; -1 for none
   */
  Circles(int[] starts, int[] targets) {
    int nodes = starts.length - 1;
    this.starts = starts;
    this.targets = targets;
    this.component = new int[nodes];
    this.order = new int[nodes];
    this.low = new int[nodes];
    this.next = new int[nodes];
    this.path = new int[nodes];
    this.open = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      if (order[node] == 0) {
        explore(node);
      }
    }
  }

  private void explore(int root) {
    enter(root);
    while (pathSize > 0) {
      int node = path[pathSize - 1];
      if (next[node] < starts[node + 1]) {
        int target = targets[next[node]++];
        if (target >= 0 && order[target] == 0) {
          enter(target);
        } else if (target >= 0 && component[target] == 0) {
          low[node] = Math.min(low[node], order[target]);
        }
      } else {
        leave(node);
      }
    }
  }

  private void enter(int node) {
    order[node] = ++visited;
    low[node] = visited;
    next[node] = starts[node];
    path[pathSize++] = node;
    open[openSize++] = node;
  }

  private void leave(int node) {
    pathSize--;
    if (pathSize > 0) {
      int before = path[pathSize - 1];
      low[before] = Math.min(low[before], low[node]);
    }
    if (low[node] == order[node]) {
      components++;
      do {
        component[open[--openSize]] = components;
      } while (open[openSize] != node);
    }
  }

  /**
   * Tells the circles in the order of their first nodes; several that share a node are one. A plain
   * one has its nodes in the order of the references, others in the order of the nodes.
   *
   * @param listed how many circles are told with their nodes; the others with the first alone
   * @param members how many nodes of one circle are told
   */
  void find(int listed, int members, Found found) {
    int[] size = new int[components + 1];
    int[] inner = new int[components + 1];
    for (int node = 0; node < component.length; node++) {
      int own = component[node];
      size[own]++;
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        inner[own] += targets[i] >= 0 && component[targets[i]] == own ? 1 : 0;
      }
    }
    int circles = 0;
    BitSet seen = new BitSet();
    for (int node = 0; node < component.length; node++) {
      int own = component[node];
      if (inner[own] > 0 && !seen.get(own)) {
        seen.set(own);
        boolean plain = inner[own] == size[own];
        int most = circles++ < listed ? members : 1;
        found.circle(size[own], plain ? inTurn(node, most) : all(own, node, most));
      }
    }
  }

  private List<Integer> inTurn(int first, int members) {
    List<Integer> nodes = new ArrayList<>();
    int node = first;
    do {
      nodes.add(node);
      node = successor(node);
    } while (node != first && nodes.size() < members);
    return nodes;
  }

  private int successor(int node) {
    for (int i = starts[node]; i < starts[node + 1]; i++) {
      if (targets[i] >= 0 && component[targets[i]] == component[node]) {
        return targets[i];
      }
    }
    throw new IllegalStateException("a node of a circle leads to another one of it");
  }

  private List<Integer> all(int own, int first, int members) {
    List<Integer> nodes = new ArrayList<>();
    for (int node = first; node < component.length && nodes.size() < members; node++) {
      if (component[node] == own) {
        nodes.add(node);
      }
    }
    return nodes;
  }
}
