package dev.crossfade.core.propose;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection of records in a dump.
 *
 * @param key where it lies: the store's key, and the members on the way, with dots between
 * @param names what it may be called, the best first
 * @param records at least one
 * @param keys the key under which the store holds each record; empty where it holds them in a list
 * @param single whether it is one record that stands for itself
 */
record Found(
    String key, List<String> names, List<ObjectNode> records, List<String> keys, boolean single) {}
