package dev.crossfade.core.decide;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.decide.Outcome.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is decided about the rows of snapshots. How to read the tables: see {@link Story}. Each row
 * is decided twice, and documents that nobody asked for beforehand are not there.
 */
class SnapshotRowTest {
  private static final Pattern DOCUMENT = Pattern.compile("[=\"]([a-z0-9]+)");

  /** What is the same under every policy, or under the one that is named. */
  private static final String TABLE =
      """
      # The record is absent.
      any | absent              | X@0=a1       | Applied    | a1 by X
      any | absent              | X@5=a1       | Applied    | a1 by X, X5
      any | absent              | X@now=a1     | Applied    | a1 by X
      any | absent              | X@?=a1       | Applied    | a1 by X
      # A row of an unknown snapshot, or of one that was closed by a later one.
      any | X> X5=a1            | X(9)@5=a2    | Held UNKNOWN_SNAPSHOT | a1 by X, X5
      any | X5=a1               | X(9)@5=a2    | Held UNKNOWN_SNAPSHOT | a1 by X, X5
      any | absent              | X(9)@5=a2    | Held UNKNOWN_SNAPSHOT | absent
      any | X> X>               | X(1)@5=a2    | Stale      | absent
      any | X> X5=a1 X>         | X(1)@5=a2    | Stale      | a1 by X, X5
      any | X> X< X5=a1 X>      | X(1)@9=a2    | Stale      | a1 by X, X5
      any | X> Y>               | X(1)@5=a2    | Applied    | a2 by X, X5
      any | X> X<               | X(1)@5=a2    | Applied    | a2 by X, X5
      any | X> X? X>            | X(1)@5=a2    | Stale      | absent
      # It waits behind an unreadable event.
      any | X?                  | X@5=a1       | Held BEHIND_UNREADABLE | absent
      any | X5=a1 X?            | X@5=a1       | Held BEHIND_UNREADABLE | a1 by X, X5
      any | X9=a1 Y?            | X@5=a2       | Held BEHIND_UNREADABLE | a1 by X, X9
      any | X5- Y?              | X@5=a2       | Held BEHIND_UNREADABLE | deleted by X, X5
      # Made by the same source, at or below the watermark.
      any | X5=a1               | X@5=a1       | Unchanged  | a1 by X, X5
      any | X5=a1               | X@9=a1       | Unchanged  | a1 by X, X9
      any | X5=a1               | X@5=a2       | Applied    | a2 by X, X5
      any | X5=a1               | X@9=a2       | Applied    | a2 by X, X9
      any | X=a1                | X@now=a1     | Unchanged  | a1 by X, X~
      any | X=a1                | X@now=a2     | Applied    | a2 by X, X~
      any | X@5=a1 X>           | X@5=a2       | Applied    | a2 by X, X5
      any | X@now=a1 X>         | X@now=a2     | Applied    | a2 by X
      any | X@?=a1 X>           | X@?=a2       | Applied    | a2 by X
      any | X@?=a1              | X@5=a2       | Applied    | a2 by X, X5
      any | X@?=a1              | X@now=a2     | Applied    | a2 by X
      # Deleted by the same source, at or below the watermark: its store has the record again.
      any | X4=a1 X5-           | X@5=a1       | Applied    | a1 by X, X5
      any | X4=a1 X5-           | X@9=a2       | Applied    | a2 by X, X9
      any | X=a1 X-             | X@now=a1     | Applied    | a1 by X, X~
      # Made or deleted by the same source, behind the watermark.
      any | X9=a1               | X@5=a2       | Stale      | a1 by X, X9
      any | X9=a1               | X@5=a1       | Stale      | a1 by X, X9
      any | X9=a1               | X@0=a2       | Stale      | a1 by X, X9
      any | X8=a1 X9-           | X@5=a1       | Stale      | deleted by X, X9
      any | X9=a1 Y1=a3         | X@5=a1       | Stale      | a3 by Y, X9"a1" Y1
      any | X=a1                | X@before=a2  | Stale      | a1 by X, X~
      any | X=a1 X-             | X@before=a1  | Stale      | deleted by X, X~
      any | X@9=a1 X>           | X@5=a2       | Stale      | a1 by X, X9
      # An unknown watermark is below every live write of the source.
      any | X5=a1               | X@?=a2       | Stale      | a1 by X, X5
      any | X=a1                | X@?=a2       | Stale      | a1 by X, X~
      any | X=a1 X-             | X@?=a1       | Stale      | deleted by X, X~
      any | X=a1 Y=a2           | X@?=a1       | Stale      | a2 by Y, X~"a1" Y~
      # Another source made it the same: nothing but what is known of X changes.
      any | Y5=a1               | X@7=a1       | Unchanged  | a1 by Y, X7"a1" Y5
      any | Y5=a1               | X@0=a1       | Unchanged  | a1 by Y, X"a1" Y5
      any | Y5=a1               | X@now=a1     | Unchanged  | a1 by Y, X"a1" Y5
      any | Y=a1                | X@?=a1       | Unchanged  | a1 by Y, X"a1" Y~
      any | X3=a1 Y5=a2         | X@7=a2       | Unchanged  | a2 by Y, X7"a2" Y5
      # Another source made it something else since, which X has not seen.
      any | X3=a1 Y5=a2         | X@3=a1       | Superseded | a2 by Y, X3"a1" Y5
      any | X3=a1 Y5=a2         | X@7=a1       | Superseded | a2 by Y, X7"a1" Y5
      any | X@3=a1 Y5=a2        | X@3=a1       | Superseded | a2 by Y, X3"a1" Y5
      any | X@?=a1 Y5=a2        | X@?=a1       | Superseded | a2 by Y, X"a1" Y5
      any | X=a1 Y5=a2          | X@now=a1     | Superseded | a2 by Y, X~"a1" Y5
      any | X3=a1 Y5=a2 Z1=a3   | X@3=a1       | Superseded | a3 by Z, X3"a1" Y5"a2" Z1
      any | Y5=a1 X@0=a1 Y6=a2  | X@0=a1       | Superseded | a2 by Y, X"a1" Y6
      any | X3=a1 Y5=a1 Y6=a2   | X@3=a1       | Superseded | a2 by Y, X3"a1" Y6
      any | X3=a1 Y5-           | X@3=a1       | Superseded | deleted by Y, X3"a1" Y5
      any | X@?=a1 Y-           | X@?=a1       | Superseded | deleted by Y, X"a1" Y~
      # Another source made it something else, and X says something new.
      AUTO_OVERWRITE | Y5=a1       | X@7=a2    | Conflict kept    | a1 by Y, X7"a2" Y5
      AUTO_SKIP      | Y5=a1       | X@7=a2    | Conflict kept    | a1 by Y, X7"a2" Y5
      AUTO_MERGE     | Y5=a1       | X@7=a2    | Conflict kept    | a1 by Y, X7"a2" Y5
      INTERACTIVE    | Y5=a1       | X@7=a2    | Conflict waiting | a1 by Y, X7"a2" Y5
      AUTO_OVERWRITE | Y5=a1       | X@?=a2    | Conflict kept    | a1 by Y, X"a2" Y5
      AUTO_SKIP      | Y=a1        | X@now=a2  | Conflict kept    | a1 by Y, X"a2" Y~
      AUTO_MERGE     | Y=a1        | X@now=a2  | Conflict kept    | a1 by Y, X"a2" Y~
      INTERACTIVE    | Y@?=a1      | X@?=a2    | Conflict waiting | a1 by Y, X"a2"
      AUTO_OVERWRITE | X3=a1 Y5=a2 | X@3=a3    | Conflict kept    | a2 by Y, X3"a3" Y5
      AUTO_SKIP      | X3=a1 Y5=a2 | X@3=a3    | Conflict kept    | a2 by Y, X3"a3" Y5
      AUTO_MERGE     | X3=a1 Y5=a2 | X@3=a3    | Conflict kept    | a2 by Y, X3"a3" Y5
      INTERACTIVE    | X3=a1 Y5=a2 | X@3=a3    | Conflict waiting | a2 by Y, X3"a3" Y5
      AUTO_OVERWRITE | Y5=a1       | X@7=a1b2  | Conflict kept    | a1 by Y, X7"a1b2" Y5
      AUTO_SKIP      | Y5=a1       | X@7=a1b2  | Conflict kept    | a1 by Y, X7"a1b2" Y5
      INTERACTIVE    | Y5=a1       | X@7=a1b2  | Conflict waiting | a1 by Y, X7"a1b2" Y5
      # Another source deleted it, and X says something new: it stays deleted.
      AUTO_OVERWRITE | Y4=a1 Y5-   | X@7=a1    | Conflict kept    | deleted by Y, X7"a1" Y5
      AUTO_SKIP      | Y4=a1 Y5-   | X@?=a1    | Conflict kept    | deleted by Y, X"a1" Y5
      AUTO_MERGE     | Y4=a1 Y5-   | X@now=b1  | Conflict kept    | deleted by Y, X"b1" Y5
      INTERACTIVE    | Y4=a1 Y5-   | X@7=a1    | Conflict waiting | deleted by Y, X7"a1" Y5
      AUTO_MERGE     | X3=a1 Y5-   | X@3=a2    | Conflict kept    | deleted by Y, X3"a2" Y5
      INTERACTIVE    | X3=a1 Y5-   | X@3=a2    | Conflict waiting | deleted by Y, X3"a2" Y5
      # AUTO_MERGE fills in what the record has not.
      AUTO_MERGE | Y5=a1           | X@7=b2    | Applied          | a1b2 by Y, X7"b2" Y5"a1"
      AUTO_MERGE | Y5=a1           | X@7=a1b2  | Applied          | a1b2 by Y, X7"a1b2" Y5"a1"
      AUTO_MERGE | Y5=a1           | X@?=b2    | Applied          | a1b2 by Y, X"b2" Y5"a1"
      AUTO_MERGE | Y=nx1           | X@now=ny2 | Applied          | nx1ny2 by Y, X"ny2" Y~"nx1"
      AUTO_MERGE | Y5=a1           | X@7=a2b2  | Conflict kept filled | a1b2 by Y, X7"a2b2" Y5"a1"
      AUTO_MERGE | Y5=nx1          | X@7=nx2ny2| Conflict kept filled | nx1ny2 by Y, X7"nx2ny2" Y5"nx1"
      AUTO_MERGE | Y5=a1b1         | X@7=a1    | Unchanged        | a1b1 by Y, X7"a1" Y5
      AUTO_MERGE | Y5=a1b1         | X@7=a2    | Conflict kept    | a1b1 by Y, X7"a2" Y5
      AUTO_MERGE | Y5=a1 Z@1=b2    | X@7=c3    | Applied          | a1b2c3 by Y, X7"c3" Y5"a1" Z1"b2"
      # Filled in by others, AUTO_MERGE: its maker's fields win, what the others gave stays.
      AUTO_MERGE | X3=a1 Y@5=b2    | X@3=a1    | Superseded       | a1b2 by X, X3"a1" Y5"b2"
      AUTO_MERGE | X3=a1 Y@5=b2    | X@3=a2    | Applied          | a2b2 by X, X3"a2" Y5"b2"
      AUTO_MERGE | X3=a1 Y@5=b2    | X@4=a2b3  | Applied          | a2b3 by X, X4 Y5"b2"
      AUTO_MERGE | X3=a1 Y@5=b2    | X@4=a1b2  | Unchanged        | a1b2 by X, X4 Y5"b2"
      AUTO_MERGE | X3=a1 Y@5=b2    | X@4=c3    | Applied          | a1b2c3 by X, X4"c3" Y5"b2"
      AUTO_MERGE | X4=a1 Y@5=b2    | X@3=a2    | Stale            | a1b2 by X, X4"a1" Y5"b2"
      AUTO_MERGE | X3=a1 Y@5=b2    | Y@5=b2    | Superseded       | a1b2 by X, X3"a1" Y5"b2"
      AUTO_MERGE | X3=a1 Y@5=b2    | Y@6=b3    | Conflict kept    | a1b2 by X, X3"a1" Y6"b3"
      # A live write of its maker takes it whole.
      AUTO_MERGE | X3=a1 Y@5=b2 X4=a2 | Y@6=b2 | Superseded       | a2 by X, X4 Y6"b2"
      AUTO_MERGE | X3=a1 Y@5=b2 X4=a2 | X@4=a3 | Applied          | a3 by X, X4 Y5"b2"
      # A source with and without numbers is taken by its last live write.
      any | X5=a1 X=a2          | X@9=a3       | Stale      | a2 by X, X5~
      any | X5=a1 X=a2          | X@now=a3     | Applied    | a3 by X, X5~
      any | X5=a1 X=a2          | X@before=a3  | Stale      | a2 by X, X5~
      any | X=a1 X5=a2          | X@5=a3       | Applied    | a3 by X, X5
      any | X=a1 X5=a2          | X@4=a3       | Stale      | a2 by X, X5
      any | X=a1 X5=a2          | X@now=a3     | Stale      | a2 by X, X5
      any | X5=a1               | X@now=a2     | Stale      | a1 by X, X5
      any | X=a1                | X@5=a2       | Stale      | a1 by X, X~
      any | X@5=a1              | X@now=a2     | Stale      | a1 by X, X5
      # Versions: the second calls z what was a.
      any | X5=a1               | X@5=z1/2     | Applied    | z1 by X, X5
      any | X5=z1/2             | X@5=a1       | Unchanged  | z1 by X, X5
      any | X5=z1/2             | X@5=a2       | Applied    | z2 by X, X5
      any | Y5=a1               | X@5=z1/2     | Unchanged  | a1 by Y, X5"z1" Y5
      any | Y5=z1/2             | X@5=a1       | Unchanged  | z1 by Y, X5"z1" Y5
      AUTO_SKIP   | Y5=a1       | X@5=z2/2     | Conflict kept    | a1 by Y, X5"z2" Y5
      INTERACTIVE | Y5=z1/2     | X@5=a2       | Conflict waiting | z1 by Y, X5"z2" Y5
      AUTO_MERGE  | Y5=a1       | X@5=z1b2/2   | Applied          | b2z1 by Y, X5"b2z1" Y5"a1"
      AUTO_MERGE  | Y5=z1/2     | X@5=a1b2     | Applied          | b2z1 by Y, X5"b2z1" Y5"z1"
      AUTO_MERGE  | Y5=a1       | X@5=z2b2/2   | Conflict kept filled | b2z1 by Y, X5"z2b2" Y5"a1"
      """;

  static Stream<Arguments> table() {
    List<Arguments> cases = new ArrayList<>();
    for (String line : TABLE.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] cells = line.split("\\|", -1);
      for (ConflictPolicy policy : ConflictPolicy.values()) {
        String under = cells[0].strip();
        if (under.equals("any") || under.equals(policy.name())) {
          cases.add(
              Arguments.of(
                  policy.name(),
                  cells[1].strip(),
                  cells[2].strip(),
                  cells[3].strip(),
                  cells[4].strip()));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}: {1}, then {2} → {3}: {4}")
  @DisplayName("I4, I5: what was before, then the row, so its outcome and what is then")
  @MethodSource("table")
  void decided(String policy, String before, String row, String outcome, String after) {
    // given
    Story story = new Story(policy);
    story.tell(before);
    RecordState was = story.state();

    // when
    Outcome decided = story.tell(row);

    // then
    assertThat(Fold.name(decided)).isEqualTo(outcome);
    assertThat(shown(story, before + row + after)).isEqualTo(after);
    RecordState is = story.state();
    boolean moved =
        decided instanceof Outcome.Applied
            || (decided instanceof Conflict conflict && conflict.applied() != null);
    assertThat(is.position())
        .as("the unchanged moves nothing")
        .satisfies(
            p -> {
              if (moved) {
                assertThat(p).isNotEqualTo(was.position());
              } else {
                assertThat(p).isEqualTo(was.position());
              }
            });
    assertThat(is.revision()).isEqualTo(was.revision() + (moved ? 1 : 0));
    if (decided instanceof Conflict conflict) {
      assertThat(conflict.existing()).isEqualTo(was.position());
      assertThat(conflict.policy().name()).isEqualTo(policy);
    }
  }

  @ParameterizedTest(name = "{0}: {1}, then {2} twice")
  @DisplayName("I3: a row decided a second time changes nothing, and asks nobody again")
  @MethodSource("table")
  void twice(String policy, String before, String row, String outcome, String after) {
    // given
    Story story = new Story(policy);
    story.tell(before);
    story.tell(row);
    RecordState was = story.state();

    // when
    String again = Fold.name(story.again());

    // then
    assertThat(story.state()).isEqualTo(was);
    assertThat(shown(story, before + row + after)).isEqualTo(after);
    assertThat(again)
        .isIn(
            switch (outcome) {
              case "Stale", "Held UNKNOWN_SNAPSHOT", "Held BEHIND_UNREADABLE" -> List.of(outcome);
              default -> List.of("Unchanged", "Superseded");
            });
  }

  private static String shown(Story story, String mentions) {
    return story.shown(
        DOCUMENT.matcher(mentions).results().map(m -> m.group(1)).toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}, then {1} → {2}")
  @DisplayName("I5: behind a row, a live event at or below its watermark comes too late")
  @CsvSource({
    "X@5=a1,            X5=a2,  Stale",
    "X@5=a1,            X4-,    Stale",
    "X@5=a1,            X6=a2,  Applied",
    "X@0=a1,            X1=a2,  Applied",
    "X@?=a1,            X1=a2,  Applied",
    "X@now=a1,          X=a2,   Applied",
    "Y2=a1 X@5=a1,      X5=a2,  Stale",
    "Y2=a1 X@5=a2,      X5=a3,  Stale",
    "Y2=a1 X@5=a2,      X6=a3,  Applied",
    "X3=a1 Y2=a2 X@5=a1,X5=a3,  Stale",
    "X8=a1 X@5=a2,      X7=a3,  Stale",
    "X(9)@5=a1,         X5=a2,  Applied",
    "X@5=a1,            Y5=a2,  Applied",
  })
  void lateEvents(String before, String event, String outcome) {
    // given
    Story story = new Story("AUTO_SKIP");
    story.tell(before);

    // when
    String decided = Fold.name(story.tell(event));

    // then
    assertThat(decided).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0}, then {1} → {2}, which leaves {3}")
  @DisplayName("Markers: the last one started counts, and one that is sent again does nothing")
  @CsvSource({
    "absent,      X>,   Applied,   OPEN",
    "X>,          X>1,  Duplicate, OPEN",
    "X> X<,       X>1,  Duplicate, COMPLETE",
    "X> X>,       X>1,  Duplicate, CLOSED",
    "X>,          X>,   Applied,   CLOSED",
    "X> X<,       X>,   Applied,   COMPLETE",
    "X>,          Y>,   Applied,   OPEN",
    "X>,          X<,   Applied,   COMPLETE",
    "X> X<,       X<1,  Duplicate, COMPLETE",
    "X> X>,       X<1,  Stale,     CLOSED",
    "absent,      X<9,  Held UNKNOWN_SNAPSHOT, absent",
    "X>,          X<9,  Held UNKNOWN_SNAPSHOT, OPEN",
    "Y>,          X<1,  Held UNKNOWN_SNAPSHOT, absent",
  })
  void markers(String before, String marker, String outcome, String leaves) {
    // given
    Story story = new Story("AUTO_SKIP");
    story.tell(before);

    // when
    String decided = Fold.name(story.tell(marker));

    // then
    assertThat(decided).isEqualTo(outcome);
    SnapshotState first = story.snapshot("X", 1);
    assertThat(first == null ? "absent" : first.status().name()).isEqualTo(leaves);
    assertThat(first != null && first.ended() != null).isEqualTo(leaves.equals("COMPLETE"));
  }

  @Test
  @DisplayName("A conflict keeps the row as it was sent, and what was filled in")
  void conflictKeepsTheRow() {
    // given
    Story story = new Story("AUTO_MERGE");
    story.tell("Y5=a1");

    // when
    Outcome outcome = story.tell("X@7=z2b2/2");

    // then
    Conflict conflict = (Conflict) outcome;
    Outcome.Side side = requireNonNull(conflict.incoming());
    assertThat(requireNonNull(side.document()).tree().toString()).isEqualTo("{\"z\":2,\"b\":2}");
    assertThat(side.schema().version()).isEqualTo(2);
    assertThat(requireNonNull(conflict.applied()).document()).isEqualTo(story.document());
  }

  @ParameterizedTest
  @DisplayName("What a state knows of its sources comes back from its text")
  @CsvSource({
    "X5=a1,                 {\"X\":5}",
    "X@0=a1,                {}",
    "Y5=a1 X@7=a1,          '{\"X\":{\"n\":7,\"said\":true},\"Y\":5}'",
    "X=a1,                  {\"X\":{\"at\":10}}",
    "X5=a1 X=a2,            '{\"X\":{\"n\":5,\"at\":11}}'",
    "Y5=a1 X@7=a2,          ''",
    "X3=a1 Y5- Z@1=b1,      ''",
  })
  void text(String words, String text) {
    // given
    Story story = new Story("AUTO_SKIP");
    story.tell(words);
    RecordState state = story.state();

    // when
    String written = KnownText.write(state);

    // then
    if (!text.isEmpty()) {
      assertThat(written).isEqualTo(text);
    }
    assertThat(KnownText.read(written, state.digest())).isEqualTo(state.reflects());
  }
}
