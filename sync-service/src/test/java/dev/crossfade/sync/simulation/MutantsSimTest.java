package dev.crossfade.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list of what must not stay unnoticed. */
class MutantsSimTest {
  private static final int SEEDS = 2_000;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("each mutant falls within 2,000 runs")
  void falls(Mutant mutant) {
    // given
    Campaign campaign = new Campaign(1, SEEDS, mutant.wiring(), Judge.both());
    // when
    campaign.run();
    // then
    assertThat(campaign.failed()).as(mutant + " was not noticed").isNotNull();
    System.out.println(mutant + " fell at seed " + campaign.failed() + ": " + campaign.reason());
  }
}
