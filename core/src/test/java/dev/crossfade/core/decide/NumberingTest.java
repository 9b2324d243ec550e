package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.Sent.What;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decider's first question: has this event been here before? Its source's numbers answer. */
class NumberingTest {
  @ParameterizedTest(name = "{0}: {1} of id {2}, {3}: {4}, then {5}")
  @DisplayName("I3: a source that has used 1 to 10, but for 4, 5 and 6 (the id of 7 is s7)")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the next                | 11 | s11 | UPDATED    | Applied            | 11 without 4-6
          the next                | 11 | s11 | SKIP       | Applied            | 11 without 4-6
          the next                | 11 | s11 | UNREADABLE | Held UNREADABLE    | 11 without 4-6
          ahead: it opens a hole  | 13 | s13 | UPDATED    | Applied            | 13 without 4-6 11-12
          ahead: it opens a hole  | 13 | s13 | SKIP       | Applied            | 13 without 4-6 11-12
          ahead: it opens a hole  | 13 | s13 | UNREADABLE | Held UNREADABLE    | 13 without 4-6 11-12
          in the hole: it splits  | 5  | s5  | UPDATED    | Applied            | 10 without 4-4 6-6
          in the hole: it splits  | 5  | s5  | SKIP       | Applied            | 10 without 4-4 6-6
          in the hole: it splits  | 5  | s5  | UNREADABLE | Held UNREADABLE    | 10 without 4-4 6-6
          at the hole's beginning | 4  | s4  | UPDATED    | Applied            | 10 without 5-6
          at the hole's beginning | 4  | s4  | SKIP       | Applied            | 10 without 5-6
          at the hole's beginning | 4  | s4  | UNREADABLE | Held UNREADABLE    | 10 without 5-6
          at the hole's end       | 6  | s6  | UPDATED    | Applied            | 10 without 4-5
          at the hole's end       | 6  | s6  | SKIP       | Applied            | 10 without 4-5
          at the hole's end       | 6  | s6  | UNREADABLE | Held UNREADABLE    | 10 without 4-5
          repeated                | 7  | s7  | UPDATED    | Duplicate          | 10 without 4-6
          repeated                | 7  | s7  | SKIP       | Duplicate          | 10 without 4-6
          repeated                | 7  | s7  | UNREADABLE | Duplicate          | 10 without 4-6
          repeated, the last      | 10 | s10 | UPDATED    | Duplicate          | 10 without 4-6
          repeated, the first     | 1  | s1  | UPDATED    | Duplicate          | 10 without 4-6
          forked                  | 7  | x   | UPDATED    | Held FORKED_SOURCE | 10 without 4-6
          forked                  | 7  | x   | SKIP       | Stale              | 10 without 4-6
          forked                  | 7  | x   | UNREADABLE | Held FORKED_SOURCE | 10 without 4-6
          forked by a known id    | 7  | s8  | UPDATED    | Held FORKED_SOURCE | 10 without 4-6
          """)
  void withHole(
      String situation, long number, String id, What what, String outcome, String numbers) {
    // given
    Fold fold = new Fold();
    for (long n : List.of(1L, 2L, 3L, 7L, 8L, 9L, 10L)) {
      fold.decide(Sent.update("s", n, "other"));
    }

    // when
    String actual = fold.outcome(Sent.of("s", number, what, "one").withId(id));

    // then
    assertThat(actual).as(situation).isEqualTo(outcome);
    assertThat(fold.numbers("s")).isEqualTo(numbers);
    boolean moves = what == What.UPDATED && outcome.equals("Applied");
    assertThat(fold.record("one").present()).isEqualTo(moves);
    assertThat(fold.record("one").heldSince() != null).isEqualTo(outcome.equals("Held UNREADABLE"));
  }

  @ParameterizedTest(name = "{0}, {2}: {3}")
  @DisplayName("I3: a source that has used 1 to 1,002 remembers the last 1,000")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2    | s2 | UPDATED    | Held FORGOTTEN_NUMBER
          2    | s2 | SKIP       | Stale
          2    | s2 | UNREADABLE | Held FORGOTTEN_NUMBER
          1    | x  | UPDATED    | Held FORGOTTEN_NUMBER
          3    | s3 | UPDATED    | Duplicate
          3    | s3 | SKIP       | Duplicate
          3    | s3 | UNREADABLE | Duplicate
          3    | x  | UPDATED    | Held FORKED_SOURCE
          """)
  void forgotten(long number, String id, What what, String outcome) {
    // given
    Fold fold = new Fold();
    for (long n = 1; n <= SourceProgress.REMEMBERED + 2; n++) {
      fold.decide(Sent.update("s", n, "other"));
    }

    // when
    String actual = fold.outcome(Sent.of("s", number, what, "one").withId(id));

    // then
    assertThat(actual).isEqualTo(outcome);
    assertThat(fold.record("one")).isEqualTo(RecordState.ABSENT);
    assertThat(fold.numbers("s")).isEqualTo("1002");
  }

  @ParameterizedTest(name = "{0}: {1}, {2}: {3}")
  @DisplayName("A source with 1,000 holes, 2-4, 6-8 … 3998-4000, and the last number 4001")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the next               | 4002 | UPDATED    | Applied
          the next               | 4002 | SKIP       | Applied
          the next               | 4002 | UNREADABLE | Held UNREADABLE
          ahead                  | 4003 | UPDATED    | Held TOO_MANY_HOLES
          ahead                  | 4003 | SKIP       | Held TOO_MANY_HOLES
          ahead                  | 4003 | UNREADABLE | Held TOO_MANY_HOLES
          splits a hole          | 7    | UPDATED    | Held TOO_MANY_HOLES
          splits a hole          | 7    | SKIP       | Held TOO_MANY_HOLES
          splits a hole          | 7    | UNREADABLE | Held TOO_MANY_HOLES
          a hole's beginning     | 6    | UPDATED    | Applied
          a hole's end           | 8    | UPDATED    | Applied
          repeated               | 4001 | UPDATED    | Duplicate
          """)
  void tooManyHoles(String situation, long number, What what, String outcome) {
    // given
    Fold fold = new Fold();
    for (long n = 1; n <= 4L * Holes.MAX_RANGES + 1; n += 4) {
      fold.decide(Sent.update("s", n, "other"));
    }
    assertThat(fold.source("s").holes()).hasSize(Holes.MAX_RANGES);
    String before = fold.numbers("s");

    // when
    String actual = fold.outcome(Sent.of("s", number, what, "one"));

    // then
    assertThat(actual).as(situation).isEqualTo(outcome);
    if (outcome.equals("Held TOO_MANY_HOLES")) {
      assertThat(fold.numbers("s")).isEqualTo(before);
      assertThat(fold.record("one")).isEqualTo(RecordState.ABSENT);
    }
  }

  @Test
  @DisplayName("An event held for too many holes counts once a hole is closed")
  void roomAgain() {
    // given
    Fold fold = new Fold();
    for (long n = 2; n <= 2L * Holes.MAX_RANGES; n += 2) {
      fold.decide(Sent.update("s", n, "other"));
    }
    Sent ahead = Sent.update("s", 2_002, "one");
    assertThat(fold.outcome(ahead)).isEqualTo("Held TOO_MANY_HOLES");

    // when
    fold.decide(Sent.update("s", 1, "other"));

    // then
    assertThat(fold.outcome(ahead)).isEqualTo("Applied");
    assertThat(fold.outcome(ahead)).isEqualTo("Duplicate");
  }

  @Test
  @DisplayName(
      "I3: ids are remembered in the order of arrival, so a hole filled late is remembered")
  void rememberedByArrival() {
    // given
    Fold fold = new Fold();
    for (long n = 2; n <= SourceProgress.REMEMBERED + 1; n++) {
      fold.decide(Sent.update("s", n, "other"));
    }

    // when
    String late = fold.outcome(Sent.update("s", 1, "one"));

    // then
    assertThat(late).isEqualTo("Applied");
    assertThat(fold.outcome(Sent.update("s", 1, "one"))).isEqualTo("Duplicate");
    assertThat(fold.outcome(Sent.update("s", 2, "one"))).isEqualTo("Held FORGOTTEN_NUMBER");
    assertThat(fold.outcome(Sent.update("s", 3, "one"))).isEqualTo("Duplicate");
  }

  @Test
  @DisplayName("I3: two requests of one source that overtake each other both take effect, once")
  void overtaking() {
    // given
    Fold fold = new Fold();
    List<String> outcomes = new ArrayList<>();

    // when
    for (long n : List.of(3L, 4L, 1L, 2L, 3L, 1L)) {
      outcomes.add(fold.outcome(Sent.update("s", n, "record-" + n)));
    }

    // then
    assertThat(outcomes)
        .containsExactly("Applied", "Applied", "Applied", "Applied", "Duplicate", "Duplicate");
    assertThat(fold.numbers("s")).isEqualTo("4");
  }

  @Test
  @DisplayName("I13: numbers are counted for each source by itself")
  void sourcesApart() {
    // given
    Fold fold = new Fold();
    fold.decide(Sent.update("a", 1, "one"));

    // when
    String other = fold.outcome(Sent.update("b", 1, "one").withId("a1"));

    // then
    assertThat(other).isEqualTo("Applied");
  }

  @Test
  @DisplayName("The largest number there is neither overflows nor ends the source")
  void largest() {
    // given
    Fold fold = new Fold();
    Sent largest = Sent.update("s", Long.MAX_VALUE, "one");

    // then
    assertThat(fold.outcome(largest)).isEqualTo("Applied");
    assertThat(fold.outcome(largest)).isEqualTo("Duplicate");
    assertThat(fold.outcome(Sent.update("s", 1, "two"))).isEqualTo("Applied");
    assertThat(fold.numbers("s")).isEqualTo(Long.MAX_VALUE + " without 2-" + (Long.MAX_VALUE - 1));
  }
}
