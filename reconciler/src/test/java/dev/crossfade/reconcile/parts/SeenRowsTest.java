package dev.crossfade.reconcile.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.event.RecordKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SeenRowsTest {
  private static final int MANY = 20_000;

  private static RecordKey key(int id) {
    return new RecordKey("t", "notes", Integer.toString(id));
  }

  @Test
  @DisplayName("each record of each source is seen once, however many there are")
  void seen() {
    // given
    SeenRows seen = new SeenRows();
    // when
    for (int i = 0; i < MANY; i++) {
      assertThat(seen.add("x", key(i))).isTrue();
    }
    // then
    for (int i = 0; i < MANY; i++) {
      assertThat(seen.contains("x", key(i))).isTrue();
      assertThat(seen.contains("y", key(i))).isFalse();
      assertThat(seen.add("x", key(i))).isFalse();
    }
    assertThat(seen.contains("x", key(MANY))).isFalse();
    assertThat(seen.add("y", key(1))).isTrue();
  }

  @Test
  @DisplayName("beyond the most it says so, rather than forget one")
  void tooMany() {
    // given
    SeenRows seen = new SeenRows(2);
    seen.add("x", key(1));
    seen.add("x", key(2));
    // when // then
    assertThat(seen.add("x", key(2))).isFalse();
    assertThatThrownBy(() -> seen.add("x", key(3))).isInstanceOf(SeenRows.TooManyException.class);
  }
}
