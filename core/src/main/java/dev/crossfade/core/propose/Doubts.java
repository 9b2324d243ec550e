package dev.crossfade.core.propose;

import java.util.HashMap;
import java.util.Map;

/** Fields for which a first guess did not hold; each time one is doubted, it is guessed simpler. */
final class Doubts {
  /** How sure a guess may be. */
  enum Trust {
    /** All that was seen. */
    FULL,
    /** No reference, no format, no limit: any JSON of the types that were seen. */
    TYPES,
    /** Any JSON. */
    NONE
  }

  private final Map<String, Trust> doubts = new HashMap<>();

  Trust of(String domain, Leaf leaf) {
    return doubts.getOrDefault(domain + leaf.pointer(), Trust.FULL);
  }

  /** Whether there was something left to doubt. */
  boolean add(String domain, Leaf leaf) {
    Trust before = of(domain, leaf);
    Trust next =
        switch (before) {
          case FULL -> Trust.TYPES;
          case TYPES, NONE -> Trust.NONE;
        };
    doubts.put(domain + leaf.pointer(), next);
    return next != before;
  }
}
