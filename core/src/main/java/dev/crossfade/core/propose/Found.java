package dev.crossfade.core.propose;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection of records in a dump.
 *
 * @param spot where it lies
 * @param names what it may be called, the best first
 * @param records at least one
 * @param keys the key under which the store holds each record; empty where it holds them in a list
 * @param single whether it is one record that stands for itself
 */
record Found(
    Spot spot, List<String> names, List<ObjectNode> records, List<String> keys, boolean single) {

  /** Where it lies: the store's key, and the members on the way, with dots between. */
  String key() {
    return spot.label();
  }
}
