package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.ConflictPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of docs/conflicts.md, line by line under the names that they have there: what was
 * before, the event, its outcome, and what is then. {@link Story} tells how to read the words.
 *
 * <p>An outcome tells the sides that are not in the record, with place and fields; what is then
 * tells the record, who made it where, what waits of whom, and whose writers are blind behind what.
 */
class DecisionTableTest {
  private static final Pattern LINE = Pattern.compile("(?m)^\\| ([a-z]+\\.[a-z-]+) \\|");
  private static final Path DOCUMENT = Path.of("../docs/conflicts.md");

  private static final String NUMBERS =
      """
      number.next       | X1=a1       | X2=a2 | Applied               | 2
      number.ahead      | X1=a1       | X5=a2 | Applied               | 5 without 2-4
      number.hole       | X1=a1 X5=a2 | X3=a3 | Stale                 | 5 without 2-2 4-4
      number.repeated   | X1=a1 X2=a2 | again | Duplicate             | 2
      number.forked     | X1=a1 X2=a2 | X2=a3 | Held FORKED_SOURCE    | 2
      number.forgotten  | X+1001      | X1=a1 | Held FORGOTTEN_NUMBER | 1001
      number.holes      | X%1000      | X2002=a1 | Held TOO_MANY_HOLES |
      number.none       | X=a1        | again | Duplicate             | 0
      number.none-new   | X=a1        | X=a1  | Applied               | 0
      skip.free         | X1=a1       | X*2   | Applied               | 2
      skip.used         | X1=a1       | X*1   | Stale                 | 1
      """;

  private static final String RECORDS =
      """
      record.unreadable | any | X1=a1      | X?     | Held UNREADABLE        | a1 by X10, held
      record.behind     | any | X1=a1 Y?   | X2=a2  | Held BEHIND_UNREADABLE | a1 by X10, held
      record.reflects   | any | X2=a1 Y=a2 | X1=a3  | Stale                  | a2 by Y11, X blind 12
      record.moves      | any | X2=a1 Y=a2 | X3=a3  | Applied                | a3 by X12
      """;

  private static final String LIVE =
      """
      live.first        | any | absent | X^=a1   | Applied | a1 by X10
      live.delete-first | any | absent | X^-     | Applied | deleted by X10
      live.seen         | any | Y=a1   | X^10=b2 | Applied | b2 by X11

      blind.merged  | AUTO_MERGE  | Y=a1b1c1 Y=a1b2c1[b] X^10=a2b1c1[a]  | X^12=a2b1c3[c] | Applied                | a2b2c3 by X13, X blind 13
      blind.kept    | AUTO_SKIP   | Y=a1 X^=a2          | X^11=a3     | Conflict, keeps X12     | a1 by Y10, X blind 12
      blind.waiting | INTERACTIVE | Y=a1 X^=a2          | X^11=a3     | Conflict, waits X12[a]  | a1 by Y10, X waits 12, X blind 12
      blind.again   | AUTO_SKIP   | X2=a1 Y^10=a2 X1^=a3 | X3^12=a4  | Conflict, keeps X13     | a2 by Y11, X blind 13
      blind.over    | any         | Y=a1 X^=a2 Y=a3     | X^12=a4     | Applied                 | a4 by X13

      live.hole  | AUTO_MERGE | X1=a1b1 Y=a1b2[b] | X3^10=a2b1[a] | Conflict applied, replaces Y11[b] | a2b1 by X12
      live.clock | any        | Y=a1           | X^10=a2       | Applied                           | a2 by X11
      live.same  | any        | Y=a1           | X^=a1         | Unchanged                         | a1 by Y10

      overwrite.edit   | AUTO_OVERWRITE | Y=a1    | X^=b2 | Conflict applied, replaces Y10  | b2 by X11
      overwrite.delete | AUTO_OVERWRITE | Y=a1    | X^-   | Conflict applied, replaces Y10  | deleted by X11
      overwrite.raise  | AUTO_OVERWRITE | Y=a1 Y- | X^=b2 | Conflict applied, replaces Y11- | b2 by X12

      skip.edit   | AUTO_SKIP | Y=a1    | X^=b2 | Conflict, keeps X11  | a1 by Y10, X blind 11
      skip.delete | AUTO_SKIP | Y=a1    | X^-   | Conflict, keeps X11- | a1 by Y10, X blind 11
      skip.raise  | AUTO_SKIP | Y=a1 Y- | X^=b2 | Conflict, keeps X12  | deleted by Y11, X blind 12

      merge.apart             | AUTO_MERGE | Y=a1b1 Y=a2b1[a] | X^10=a1b2[b] | Applied                           | a2b2 by X12, X blind 12
      merge.clash             | AUTO_MERGE | Y=a1b1 Y=a2b1[a] | X^10=a3b1[a] | Conflict applied, replaces Y11[a] | a3b1 by X12
      merge.edit-beats-delete | AUTO_MERGE | Y=a1 Y-          | X^10=a2      | Conflict applied, replaces Y11-   | a2 by X12
      merge.delete-meets-edit | AUTO_MERGE | Y=a1 Y=a2[a]     | X^10-        | Conflict, keeps X12-              | a2 by Y11, X blind 12

      ask.edit   | INTERACTIVE | Y=a1b1 Y=a2b1[a] | X^10=a1b2[b] | Conflict, waits X12[b] | a2b1 by Y11, X waits 12, X blind 12
      ask.delete | INTERACTIVE | Y=a1 Y=a2[a]     | X^10-        | Conflict, waits X12-   | a2 by Y11, X waits 12, X blind 12
      ask.raise  | INTERACTIVE | Y=a1 Y-          | X^10=a2      | Conflict, waits X12    | deleted by Y11, X waits 12, X blind 12
      """;

  private static final String FIELDS =
      """
      field.newest   | AUTO_MERGE, INTERACTIVE | Y=o1     | X^=o2         | Conflict applied, replaces Y10[o]                  | o2 by X11
      field.existing | AUTO_MERGE, INTERACTIVE | Y=s1o1 Y=s2o1[s] | X^10=s3o2[s,o] | Conflict applied, keeps X12[s]            | o2s2 by X12, X blind 12
      field.mixed    | AUTO_MERGE, INTERACTIVE | Y=o1s1   | X^=o2s2       | Conflict applied, keeps X11[s], replaces Y10[o]    | o2s1 by X11, X blind 11
      field.ask      | AUTO_MERGE  | Y=i1s1b1 Y=i2s2b1[i,s] | X^10=i3s3b3 | Conflict applied, waits X12[i,s]                    | b3i2s2 by X12, X waits 12, X blind 12
      field.ask-all  | INTERACTIVE | Y=b1o1            | X^=b2o2       | Conflict, waits X11[b,o]                           | b1o1 by Y10, X waits 11, X blind 11
      """;

  private static final String RESOLUTIONS =
      """
      resolved.moved           | INTERACTIVE | Y=a1 X^=a2 Y=a3 | !merged^10~11=a4   | Stale     | a3 by Y12, X waits 11, X blind 11
      resolved.settled         | INTERACTIVE | Y=a1 X^=a2 X^=a3 | !merged^10~11=a4  | Stale     | a1 by Y10, X waits 12, X blind 12
      resolved.behind          | INTERACTIVE | Y=a1 X^=a2 Z?   | !merged^10~11=a4   | Held BEHIND_UNREADABLE | a1 by Y10, X waits 11, X blind 11, held
      resolved.existing        | INTERACTIVE | Y=a1 X^=a2      | !existing^10~11=a1 | Unchanged | a1 by Y10, X blind 11
      resolved.incoming        | INTERACTIVE | Y=a1 X^=a2      | !incoming^10~11=a2 | Applied   | a2 by X12, X blind 11
      resolved.incoming-delete | INTERACTIVE | Y=a1 X^-        | !incoming^10~11-   | Applied   | deleted by X12, X blind 11
      resolved.merged          | INTERACTIVE | Y=a1 X^=a2b2    | !merged^10~11=a1b2 | Applied   | a1b2 by operator12, X blind 11
      resolved.corrected       | any         | Y=a1            | !corrected^10=a2   | Applied   | a2 by Y11
      resolved.discarded       | any         | Y=a1 Y=a2       | !discarded^11=a1   | Applied   | a1 by operator12
      resolved.discarded-none  | any         | Y=a1            | !discarded^10-     | Applied   | deleted by operator11
      resolved.repaired        | any         | Y=a1 Y-         | !repaired^11=a1    | Applied   | a1 by operator12
      """;

  /** A line of the tables. */
  record Case(
      String name, String policy, String before, String event, String outcome, String after) {
    @Override
    public String toString() {
      return name + " (" + policy + "): " + before + ", then " + event + " → " + outcome;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(RECORDS, LIVE, FIELDS, RESOLUTIONS).flatMap(DecisionTableTest::cases);
  }

  private static Stream<Case> cases(String table) {
    List<Case> cases = new ArrayList<>();
    for (String[] cells : lines(table)) {
      for (ConflictPolicy policy : ConflictPolicy.values()) {
        if (cells[1].equals("any") || List.of(cells[1].split(", ", -1)).contains(policy.name())) {
          cases.add(new Case(cells[0], policy.name(), cells[2], cells[3], cells[4], cells[5]));
        }
      }
    }
    return cases.stream();
  }

  private static List<String[]> lines(String table) {
    return table
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toArray(String[]::new))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName(
      "I4, I16: an event has the outcome that docs/conflicts.md says, and leaves that state")
  @MethodSource("cases")
  void decided(Case line) {
    // given
    Story story = new Story(line.policy());
    story.tell(line.before());
    RecordState was = story.state();
    if (line.name().equals("live.clock")) {
      story.clock(Instant.parse("1999-12-31T23:59:59Z"));
    }

    // when
    Outcome outcome = story.tell(line.event());

    // then
    assertThat(Story.told(outcome)).isEqualTo(line.outcome());
    assertThat(story.shownSides()).isEqualTo(line.after());
    boolean applied =
        outcome instanceof Outcome.Applied
            || (outcome instanceof Outcome.Conflict conflict && conflict.applied() != null);
    assertThat(story.state().revision()).isEqualTo(was.revision() + (applied ? 1 : 0));
  }

  static Stream<Case> numbers() {
    return lines(NUMBERS).stream()
        .map(cells -> new Case(cells[0], "AUTO_SKIP", cells[1], cells[2], cells[3], cells[4]));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("I3: was it here before? Its source's numbers answer")
  @MethodSource
  void numbers(Case line) {
    // given
    Story story = new Story(line.policy());
    story.tell(line.before());
    String before = story.numbers("X");

    // when
    Outcome outcome = story.tell(line.event());

    // then
    assertThat(Story.told(outcome)).isEqualTo(line.outcome());
    assertThat(story.numbers("X")).isEqualTo(line.after().isEmpty() ? before : line.after());
  }

  @Test
  @DisplayName("Each line of the document has one case, and each case a line")
  void complete() throws IOException {
    // given
    List<String> documented =
        LINE.matcher(Files.readString(DOCUMENT)).results().map(m -> m.group(1)).toList();

    // when
    List<String> tested =
        Stream.of(NUMBERS, RECORDS, LIVE, FIELDS, RESOLUTIONS)
            .flatMap(table -> lines(table).stream().map(cells -> cells[0]))
            .toList();

    // then
    assertThat(documented).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    assertThat(tested).containsExactlyInAnyOrderElementsOf(documented);
  }
}
