package dev.crossfade.reconcile.fold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecentTenantsTest {
  @Test
  @DisplayName("who moved is known from the first offset on, and behind what was forgotten")
  void since() {
    // given
    RecentTenants recent = new RecentTenants(5, 2);
    recent.moved("a", 5);
    recent.moved("b", 6);
    recent.moved("a", 7);

    // when // then
    assertThat(recent.since(4)).isNull();
    assertThat(recent.since(5)).containsExactlyInAnyOrder("a", "b");
    assertThat(recent.since(7)).containsExactly("a");
    assertThat(recent.since(8)).isEmpty();

    // when: a third one
    recent.moved("c", 8);

    // then
    assertThat(recent.since(6)).isNull();
    assertThat(recent.since(7)).containsExactlyInAnyOrder("a", "c");
  }
}
