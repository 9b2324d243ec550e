package dev.crossfade.core.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
  @ParameterizedTest(name = "{0} {1} to {2} {3}: {4}")
  @DisplayName("A raise lets at least one more tenant read from PostgreSQL, a lowering one fewer")
  @CsvSource({
    "HYBRID, 0, HYBRID, 1, RAISE",
    "HYBRID, 100, HYBRID, 10000, RAISE",
    "LEGACY, 0, HYBRID, 1, RAISE",
    "LEGACY, 500, HYBRID, 500, RAISE",
    "LEGACY, 0, TARGET, 0, RAISE",
    "HYBRID, 0, TARGET, 0, RAISE",
    "HYBRID, 10000, TARGET, 10000, RAISE",
    "HYBRID, 500, HYBRID, 499, LOWERING",
    "HYBRID, 500, LEGACY, 500, LOWERING",
    "TARGET, 0, HYBRID, 10000, LOWERING",
    "TARGET, 0, LEGACY, 0, LOWERING",
    "HYBRID, 500, HYBRID, 500, LEVEL",
    "LEGACY, 500, HYBRID, 0, LEVEL",
    "HYBRID, 0, LEGACY, 0, LEVEL",
    "LEGACY, 0, LEGACY, 900, LEVEL",
    "TARGET, 0, TARGET, 900, LEVEL",
  })
  void direction(Mode mode, int from, Mode next, int to, Share.Direction direction) {
    assertThat(new Share(mode, from).towards(new Share(next, to))).isEqualTo(direction);
  }

  @ParameterizedTest
  @DisplayName("I8: a share has 0 to 10,000 basis points")
  @ValueSource(ints = {-1, 10_001, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void range(int basisPoints) {
    assertThatThrownBy(() -> new Share(Mode.HYBRID, basisPoints))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
