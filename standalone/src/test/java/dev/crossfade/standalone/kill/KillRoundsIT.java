package dev.crossfade.standalone.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KillRoundsIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @Test
  @DisplayName(
      "I1 durability, I3 exactly once, I7 fencing, I14 liveness: four rounds of SIGKILL and"
          + " SIGSTOP")
  void nothingLostNothingTwice() throws Exception {
    // given
    KillRounds rounds =
        new KillRounds(
            TARGET.resolve("crossfade.jar"), TARGET.resolve("kill-rounds"), 2, System.out);

    // when
    boolean passed = rounds.run(4, 2_026);

    // then
    assertThat(passed).as("all rounds, see the lines above").isTrue();
  }
}
