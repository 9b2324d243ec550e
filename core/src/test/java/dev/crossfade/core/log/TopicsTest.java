package dev.crossfade.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  @Test
  void names() {
    // given
    Topics topics = new Topics("school-2");

    // then
    assertThat(topics.changes()).isEqualTo("school-2.changes");
    assertThat(topics.control()).isEqualTo("school-2.control");
    assertThat(Topics.DEFAULT_PARTITIONS).isEqualTo(24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "-a", "A", "a.b", "a_b", "a b", "a/b", "é", "a\n"})
  void noNames(String name) {
    assertThat(Topics.isMigrationName(name)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new Topics(name));
  }

  @Test
  void length() {
    assertThat(Topics.isMigrationName("a".repeat(63))).isTrue();
    assertThat(Topics.isMigrationName("a".repeat(64))).isFalse();
  }
}
