package dev.crossfade.sync.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Where every choice of a run comes from: one seed, one run. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    // Neighbouring seeds are to give runs that have nothing in common.
    this.random = new SplittableRandom(new SplittableRandom(seed).nextLong());
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
