package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.ConflictPolicy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Snapshots among live writes, in thousands of orders over all policies: sources with stores and
 * outboxes of their own, deliveries late, repeated or out of order, writes that were never
 * captured, snapshots that are resumed, sent again, or closed by a next one.
 *
 * <p>{@code -Dinterleaving.orders=100000} makes a campaign of it, {@code -Dinterleaving.seed=…}
 * another one.
 */
class InterleavingTest {
  private static final int ORDERS = Integer.getInteger("interleaving.orders", 400);
  private static final long SEED = Long.getLong("interleaving.seed", 1);

  @ParameterizedTest
  @DisplayName("I4, I5: whatever the order, outcomes and states are those of a model of the words")
  @EnumSource
  void asTheModel(ConflictPolicy policy) {
    for (long seed = SEED; seed < SEED + ORDERS; seed++) {
      // given
      World world = new World(policy.name(), new Random(seed), true);
      world.source("a", true);
      world.source("b", true);
      world.source("u", false);
      world.mixedSource("m");

      // when // then: each step is held against the model and the stores
      try {
        for (int step = 0; step < 160; step++) {
          world.step();
        }
      } catch (AssertionError e) {
        throw new AssertionError(policy + ", seed " + seed + ":\n" + world.told(), e);
      }
    }
  }

  @ParameterizedTest
  @DisplayName("A single source's records are what its store holds, once all is delivered")
  @EnumSource
  void singleSource(ConflictPolicy policy) {
    for (long seed = SEED; seed < SEED + ORDERS; seed++) {
      for (boolean numbered : List.of(true, false)) {
        // given
        boolean capturesAll = seed % 2 == 0;
        World world = new World(policy.name(), new Random(seed), !capturesAll);
        World.Source source = world.source("a", numbered);

        // when
        try {
          for (int step = 0; step < 40; step++) {
            world.step();
          }
          if (!capturesAll && !numbered) {
            source.deliverAll();
          }
          if (!capturesAll) {
            source.wholeSnapshot();
          }
          source.deliverAll();

          // then
          Map<String, Map<String, Integer>> left = new TreeMap<>(world.present());
          if (!capturesAll) {
            // A delete that nobody captured cannot be known: absence in a snapshot is no delete.
            left.keySet().retainAll(source.store().keySet());
          }
          assertThat(left).isEqualTo(source.store());
        } catch (AssertionError e) {
          throw new AssertionError(
              policy + ", seed " + seed + (numbered ? "" : ", unnumbered") + ":\n" + world.told(),
              e);
        }
      }
    }
  }
}
