package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.VersionedBooks;
import dev.crossfade.core.decide.Outcome.Held;
import dev.crossfade.core.decide.Outcome.Why;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.Poison;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoisonFoldTest {
  @ParameterizedTest
  @DisplayName("I14, failure class 12: poison is held, and holds back no other record")
  @MethodSource("dev.crossfade.core.event.Poison#all")
  void held(Poison poison) {
    // given
    MemoryStates states = new MemoryStates();
    Decider decider = new Decider(states, VersionedBooks::blueprint);

    // when
    Outcome outcome = decider.decide(EventFixtures.reader().read(poison.log()));

    // then
    assertThat(outcome).isEqualTo(new Held(Why.UNREADABLE));
    assertThat(states.record(EventFixtures.STUDENT).heldSince() != null).isEqualTo(poison.told());
    assertThat(decider.decide(Sent.update("browser-1", 6, "another").at(10)))
        .isInstanceOf(Outcome.Applied.class);
  }
}
