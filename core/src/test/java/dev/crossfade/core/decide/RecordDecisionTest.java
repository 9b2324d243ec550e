package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.Sent.What;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The decider's second question: does the event still move its record? The record's state answers.
 */
class RecordDecisionTest {
  /** How a record comes to be what it is: by event 5 of source a. */
  enum Given {
    ABSENT,
    PRESENT,
    TOMBSTONE,
    HELD_ABSENT,
    HELD_PRESENT
  }

  @ParameterizedTest(name = "{0}: {1} by {2}: {3}, then {4}")
  @DisplayName("I5: a record made by event 5 of source a (a4 is still missing)")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ABSENT       | CREATED    | a 6 | Applied                | present by a6
          ABSENT       | UPDATED    | a 6 | Applied                | present by a6
          ABSENT       | DELETED    | a 6 | Applied                | deleted by a6
          ABSENT       | CREATED    | a 4 | Applied                | present by a4
          ABSENT       | UPDATED    | b 1 | Applied                | present by b1
          ABSENT       | DELETED    | b 1 | Applied                | deleted by b1
          PRESENT      | CREATED    | a 6 | Applied                | present by a6
          PRESENT      | UPDATED    | a 6 | Applied                | present by a6
          PRESENT      | DELETED    | a 6 | Applied                | deleted by a6
          PRESENT      | CREATED    | a 4 | Stale                  | present by a5
          PRESENT      | UPDATED    | a 4 | Stale                  | present by a5
          PRESENT      | DELETED    | a 4 | Stale                  | present by a5
          PRESENT      | CREATED    | b 1 | Applied                | present by b1
          PRESENT      | UPDATED    | b 1 | Applied                | present by b1
          PRESENT      | DELETED    | b 1 | Applied                | deleted by b1
          TOMBSTONE    | CREATED    | a 6 | Applied                | present by a6
          TOMBSTONE    | UPDATED    | a 6 | Applied                | present by a6
          TOMBSTONE    | DELETED    | a 6 | Applied                | deleted by a6
          TOMBSTONE    | CREATED    | a 4 | Stale                  | deleted by a5
          TOMBSTONE    | UPDATED    | a 4 | Stale                  | deleted by a5
          TOMBSTONE    | DELETED    | a 4 | Stale                  | deleted by a5
          TOMBSTONE    | CREATED    | b 1 | Applied                | present by b1
          TOMBSTONE    | UPDATED    | b 1 | Applied                | present by b1
          TOMBSTONE    | DELETED    | b 1 | Applied                | deleted by b1
          HELD_ABSENT  | CREATED    | a 6 | Held BEHIND_UNREADABLE | absent, held
          HELD_ABSENT  | DELETED    | b 1 | Held BEHIND_UNREADABLE | absent, held
          HELD_ABSENT  | UNREADABLE | b 1 | Held UNREADABLE        | absent, held
          HELD_PRESENT | UPDATED    | a 6 | Held BEHIND_UNREADABLE | present by a5, held
          HELD_PRESENT | UPDATED    | a 4 | Held BEHIND_UNREADABLE | present by a5, held
          HELD_PRESENT | DELETED    | b 1 | Held BEHIND_UNREADABLE | present by a5, held
          ABSENT       | UNREADABLE | b 1 | Held UNREADABLE        | absent, held
          PRESENT      | UNREADABLE | a 6 | Held UNREADABLE        | present by a5, held
          TOMBSTONE    | UNREADABLE | a 6 | Held UNREADABLE        | deleted by a5, held
          PRESENT      | SKIP       | a 6 | Applied                | present by a5
          HELD_PRESENT | SKIP       | a 6 | Applied                | present by a5, held
          """)
  void record(Given given, What what, String by, String outcome, String then) {
    // given
    Fold fold = fold(given);
    String source = by.substring(0, 1);
    long sequence = Long.parseLong(by.substring(2));
    Sent event = Sent.of(source, sequence, what, "one");
    long revision = fold.record("one").revision();

    // when
    String actual = fold.outcome(event);

    // then
    assertThat(actual).isEqualTo(outcome);
    assertThat(shown(fold.record("one"))).isEqualTo(then);
    boolean moves = outcome.equals("Applied") && what != What.SKIP;
    assertThat(fold.record("one").revision()).isEqualTo(revision + (moves ? 1 : 0));
    if (moves) {
      assertThat(fold.record("one").digest()).isEqualTo(event.digest());
    }
    assertThat(fold.outcome(event)).as("the same again").isEqualTo("Duplicate");
    assertThat(shown(fold.record("one"))).isEqualTo(then);
  }

  private static Fold fold(Given given) {
    Fold fold = new Fold();
    for (long n = 1; n <= 3; n++) {
      fold.decide(Sent.update("a", n, "another"));
    }
    String fifth = given == Given.ABSENT || given == Given.HELD_ABSENT ? "another" : "one";
    fold.decide(Sent.of("a", 5, given == Given.TOMBSTONE ? What.DELETED : What.UPDATED, fifth));
    if (given == Given.HELD_ABSENT || given == Given.HELD_PRESENT) {
      fold.decide(Sent.of("c", 1, What.UNREADABLE, "one"));
    }
    return fold;
  }

  private static String shown(RecordState state) {
    String source = state.source();
    String what =
        source == null
            ? "absent"
            : (state.deleted() ? "deleted by " : "present by ")
                + source
                + state.known(source).sequence();
    assertThat(state.present()).isEqualTo(what.startsWith("present"));
    return what + (state.heldSince() == null ? "" : ", held");
  }

  @Test
  @DisplayName("The first unreadable event is the one that a record waits for")
  void firstUnreadable() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 1, "one"));
    fold.decide(Sent.of("a", 2, What.UNREADABLE, "one"));

    // when
    fold.decide(Sent.of("a", 3, What.UNREADABLE, "one"));

    // then
    assertThat(Objects.requireNonNull(fold.record("one").heldSince()).offset()).isEqualTo(1);
  }

  @Test
  @DisplayName("I14: an unreadable event holds back its own record, nothing else")
  void nothingElse() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.of("a", 1, What.UNREADABLE, "one"));

    // then
    assertThat(fold.outcome(Sent.update("a", 2, "two"))).isEqualTo("Applied");
    assertThat(fold.outcome(Sent.update("a", 3, "one"))).isEqualTo("Held BEHIND_UNREADABLE");
    assertThat(fold.outcome(Sent.update("b", 1, "three"))).isEqualTo("Applied");
  }

  @Test
  @DisplayName("I1: a refused event, corrected, arrives after successors of another record")
  void correctedOtherRecord() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 1, "one"));
    fold.decide(Sent.update("a", 3, "two"));

    // when
    String corrected = fold.outcome(Sent.update("a", 2, "one"));

    // then
    assertThat(corrected).isEqualTo("Applied");
    assertThat(shown(fold.record("one"))).isEqualTo("present by a2");
    assertThat(shown(fold.record("two"))).isEqualTo("present by a3");
    assertThat(fold.numbers("a")).isEqualTo("3");
  }

  @Test
  @DisplayName("I5: a refused event, corrected, arrives after successors of its own record")
  void correctedSameRecord() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 1, "one"));
    fold.decide(Sent.update("a", 3, "one"));

    // when
    String corrected = fold.outcome(Sent.update("a", 2, "one"));

    // then
    assertThat(corrected).isEqualTo("Stale");
    assertThat(shown(fold.record("one"))).isEqualTo("present by a3");
    assertThat(fold.numbers("a")).isEqualTo("3");
  }

  @ParameterizedTest
  @DisplayName("I5: what a record reflects of a source outlives another source's turn")
  @CsvSource({"UPDATED, present by b1", "DELETED, deleted by b1"})
  void reflectsBoth(What turn, String then) {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 5, "one"));
    fold.decide(Sent.of("b", 1, turn, "one"));

    // when
    String old = fold.outcome(Sent.update("a", 4, "one"));

    // then
    assertThat(old).isEqualTo("Stale");
    assertThat(shown(fold.record("one"))).isEqualTo(then);
  }

  @Test
  @DisplayName("Failure class 9: a late duplicate does not raise the dead")
  void noResurrection() {
    // given
    Fold fold = new Fold();
    Sent created = Sent.of("a", 1, What.CREATED, "one");
    fold.decide(created);
    fold.decide(Sent.of("a", 2, What.DELETED, "one"));

    // then
    assertThat(fold.outcome(created)).isEqualTo("Duplicate");
    assertThat(shown(fold.record("one"))).isEqualTo("deleted by a2");
    for (long n = 3; n <= SourceProgress.REMEMBERED + 5; n++) {
      fold.decide(Sent.update("a", n, "another"));
    }
    assertThat(fold.outcome(created)).isEqualTo("Held FORGOTTEN_NUMBER");
    assertThat(shown(fold.record("one"))).isEqualTo("deleted by a2");
  }

  @Test
  @DisplayName("A number given up and then used after all is a fork, shown and without effect")
  void skippedThenSent() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 1, "one"));
    fold.decide(Sent.of("a", 2, What.SKIP, "-").withId("skip-2"));

    // when
    String late = fold.outcome(Sent.update("a", 2, "one"));

    // then
    assertThat(late).isEqualTo("Held FORKED_SOURCE");
    assertThat(shown(fold.record("one"))).isEqualTo("present by a1");
  }

  @Test
  @DisplayName("An event refused, then in the log after all, loses nothing by its late skip")
  void sentThenSkipped() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 1, "one"));

    // when
    String skip = fold.outcome(Sent.of("a", 1, What.SKIP, "-").withId("skip-1"));

    // then
    assertThat(skip).isEqualTo("Stale");
    assertThat(shown(fold.record("one"))).isEqualTo("present by a1");
  }
}
