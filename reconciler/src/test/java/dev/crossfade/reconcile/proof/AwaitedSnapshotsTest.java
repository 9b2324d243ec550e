package dev.crossfade.reconcile.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AwaitedSnapshotsTest {
  @Test
  @DisplayName("who is due is told once; behind what was forgotten nothing is known")
  void due() {
    // given
    AwaitedSnapshots awaited = new AwaitedSnapshots(2);
    awaited.add(30, "c");
    awaited.add(10, "a");
    awaited.add(20, "b");

    // when // then
    assertThat(awaited.due(10)).isEmpty();
    assertThat(awaited.due(11)).containsExactly("a");
    assertThat(awaited.due(30)).containsExactly("b");
    assertThat(awaited.due(31)).isNull();
  }
}
