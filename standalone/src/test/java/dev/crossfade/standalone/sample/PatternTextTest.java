package dev.crossfade.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternTextTest {
  private final Words words = new Words(new Random(7));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
        "^[A-Z]{3}$",
        "^[a-z][a-z0-9_-]{0,62}$",
        "^\\d{4}-\\d{2}$",
        "^(?:red|green|#[0-9a-f]{6})$",
        "^v?\\d+(\\.\\d+){1,2}$",
        "^\\w*\\[x\\]$",
        "a.c"
      })
  @DisplayName("makes texts that a simple pattern finds")
  void makes(String pattern) {
    for (int i = 0; i < 200; i++) {
      // when
      String text = PatternText.make(pattern, words);

      // then
      assertThat(Pattern.compile(pattern).matcher(text).find()).as(text).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(?=x)y$", "[^a]", "\\p{L}+", "(a", "a{x}", "*"})
  @DisplayName("says so where a pattern is too hard")
  void tooHard(String pattern) {
    assertThatThrownBy(() -> PatternText.make(pattern, words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pattern " + pattern);
  }
}
