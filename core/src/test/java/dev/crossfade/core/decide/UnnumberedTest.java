package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.Sent.What;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of sources that do not count: their ids are known for 30 days of append time. */
class UnnumberedTest {
  @ParameterizedTest(name = "{0} later, {1}: {2}")
  @DisplayName("I3: the same id again")
  @CsvSource({
    "PT0S,            UPDATED,    Duplicate",
    "PT0.001S,        UPDATED,    Duplicate",
    "P29D,            UPDATED,    Duplicate",
    "P29D,            UNREADABLE, Duplicate",
    "P30D,            UPDATED,    Duplicate",
    "PT720H0.001S,    UPDATED,    Applied",
    "PT720H0.001S,    UNREADABLE, Held UNREADABLE",
    "P400D,           UPDATED,    Applied",
    "-PT1H,           UPDATED,    Duplicate"
  })
  void sameId(Duration later, What what, String outcome) {
    // given
    Fold fold = new Fold();
    Sent first = Sent.update("backend", 0, "one").withId("e");
    assertThat(fold.outcome(first)).isEqualTo("Applied");

    // when
    String again = fold.outcome(Sent.of("backend", 0, what, "one").withId("e").after(later));

    // then
    assertThat(again).isEqualTo(outcome);
    assertThat(fold.source("backend").last()).isZero();
  }

  @Test
  @DisplayName("A repetition does not make an id known for longer")
  void countedFromTheFirst() {
    // given
    Fold fold = new Fold();
    Sent event = Sent.update("backend", 0, "one").withId("e");
    fold.decide(event);
    fold.decide(event.after(Duration.ofDays(20)));

    // then
    assertThat(fold.outcome(event.after(Duration.ofDays(31)))).isEqualTo("Applied");
    assertThat(fold.outcome(event.after(Duration.ofDays(60)))).isEqualTo("Duplicate");
  }

  @Test
  @DisplayName("Ids are known for each source by itself, and other ids always count")
  void apart() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("backend", 0, "one").withId("e"));

    // then
    assertThat(fold.outcome(Sent.update("other", 0, "one").withId("e"))).isEqualTo("Applied");
    assertThat(fold.outcome(Sent.update("backend", 0, "one").withId("f"))).isEqualTo("Applied");
  }

  @Test
  @DisplayName("They leave what a record reflects of counting sources as it is")
  void reflects() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 5, "one"));
    fold.decide(Sent.of("a", 0, What.DELETED, "one").withId("e"));

    // then
    assertThat(fold.record("one").deleted()).isTrue();
    assertThat(fold.outcome(Sent.update("a", 4, "one"))).isEqualTo("Stale");
    assertThat(fold.outcome(Sent.update("a", 6, "one"))).isEqualTo("Applied");
  }
}
