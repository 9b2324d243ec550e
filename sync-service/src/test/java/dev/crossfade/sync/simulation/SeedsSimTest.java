package dev.crossfade.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SeedsSimTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 5_000);
  private static final long FROM = Long.getLong("simulation.from", 1);

  @Test
  @DisplayName("I1-I7, I14, I16: whatever goes wrong, the tables are the fold of the log")
  void clean() {
    Campaign campaign = new Campaign(FROM, SEEDS);
    campaign.run();
    assertThat(campaign.failure()).as("a seed that fails, and what happened").isNull();
  }
}
