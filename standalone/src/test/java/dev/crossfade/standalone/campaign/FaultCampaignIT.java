package dev.crossfade.standalone.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FaultCampaignIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @Test
  @DisplayName(
      "I1 durability, I3 exactly once, I6 offset atomicity, I7 fencing, I14 liveness, I16 two"
          + " folds: six rounds of faults under load, judged by the checker")
  void nothingWrong() throws Exception {
    // given
    FaultCampaign campaign =
        new FaultCampaign(
            TARGET.resolve("crossfade.jar"), TARGET.resolve("fault-campaign"), System.out);

    // when
    boolean passed = campaign.run(6, 2_026);

    // then
    assertThat(passed).as("all rounds, see the lines above").isTrue();
  }
}
