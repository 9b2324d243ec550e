package dev.crossfade.core.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.log.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of docs/cutover.md, line by line. The page says in words when a line fits, and here
 * each line's words are a condition; then every combination of pin, mode, proof, share and snapshot
 * is decided by the first line of the page that fits, and by the rule.
 */
class CutoverRuleTest {
  private static final Path PAGE = Path.of("../docs/cutover.md");
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\| (\\d) \\| (.+?) \\| (legacy|target) \\| `([a-z-]+)` \\|$");
  private static final String TENANT = "school-1";
  private static final String SOURCE = "browser-a";

  /** A question: all that the decision can depend on. */
  record Question(
      @Nullable Reads pin, Mode mode, ProofState state, Reading reading, Cohort cohort) {}

  /** Whether the proof says that the tenant read, and whether that is older than its coming in. */
  enum Reading {
    NO,
    BEFORE,
    SINCE
  }

  /** The share, the source's snapshot, and whether a source asks at all. */
  record Cohort(boolean in, boolean applied, boolean asSource) {}

  /** What the words of a line say. */
  interface Condition {
    boolean fits(Question q);
  }

  private static final Map<String, Condition> WORDS =
      Map.of(
          "the tenant is pinned to `legacy`",
          q -> q.pin() == Reads.LEGACY,
          "mode `legacy`",
          q -> q.mode() == Mode.LEGACY,
          "the proof is `drift`, and the tenant is not pinned to `target`",
          q -> q.state() == ProofState.DRIFT && q.pin() != Reads.TARGET,
          "the tenant is pinned to `target`, and the source's snapshot is not applied",
          q -> q.pin() == Reads.TARGET && isUnapplied(q),
          "the tenant is pinned to `target`",
          q -> q.pin() == Reads.TARGET,
          "mode `hybrid`, and the bucket is not below the share",
          q -> q.mode() == Mode.HYBRID && !q.cohort().in(),
          "the proof is `unproven`, or `waiting` and was not `reading` since it came in",
          q ->
              q.state() == ProofState.UNPROVEN
                  || (q.state() == ProofState.WAITING && q.reading() != Reading.SINCE),
          "the source's snapshot is not applied",
          CutoverRuleTest::isUnapplied,
          "otherwise",
          q -> true);

  private static boolean isUnapplied(Question q) {
    // Of a tenant as a whole it is not asked.
    return q.cohort().asSource() && !q.cohort().applied();
  }

  @Test
  @DisplayName("The page has nine lines, each in words that are known here")
  void lines() throws IOException {
    assertThat(page()).hasSize(9);
    assertThat(page())
        .extracting(line -> line.group(1))
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(page()).extracting(line -> line.group(2)).hasSameElementsAs(WORDS.keySet());
  }

  static List<Question> questions() {
    List<Question> all = new ArrayList<>();
    for (Reads pin : new @Nullable Reads[] {null, Reads.LEGACY, Reads.TARGET}) {
      for (Mode mode : Mode.values()) {
        for (ProofState state : ProofState.values()) {
          for (int bits = 0; bits < 8; bits++) {
            Cohort cohort = new Cohort((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
            for (Reading reading : Reading.values()) {
              all.add(new Question(pin, mode, state, reading, cohort));
            }
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @DisplayName("I10: the decision is that of the first line of docs/cutover.md that fits")
  @MethodSource("questions")
  void decided(Question q) throws IOException {
    // given
    MatchResult line =
        page().stream()
            .filter(l -> WORDS.getOrDefault(l.group(2), any -> false).fits(q))
            .findFirst()
            .orElseThrow();
    Cutover cutover = cutover(q);

    // when
    CutoverDecision decision =
        CutoverRule.decide(cutover, proof(q), TENANT, q.cohort().asSource() ? SOURCE : null);

    // then
    assertThat(decision.reads().text()).isEqualTo(line.group(3));
    assertThat(decision.reason().text()).isEqualTo(line.group(4));
    assertThat(Integer.toString(decision.line())).isEqualTo(line.group(1));
  }

  @Test
  @DisplayName("Each line decides something")
  void allLines() {
    // when
    Set<Integer> fitted = new TreeSet<>();
    for (Question q : questions()) {
      String source = q.cohort().asSource() ? SOURCE : null;
      fitted.add(CutoverRule.decide(cutover(q), proof(q), TENANT, source).line());
    }

    // then
    assertThat(fitted).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  @DisplayName("I10: a tenant without an entry is unproven")
  void withoutEntry() {
    // given
    Cutover all = withShare(new Share(Mode.TARGET, 0));

    // when
    CutoverDecision decision = CutoverRule.decide(all, null, TENANT, SOURCE);

    // then
    assertThat(decision)
        .isEqualTo(new CutoverDecision(7, Reads.LEGACY, CutoverDecision.Reason.NOT_VERIFIED));
  }

  @Test
  @DisplayName("I10: who came in again does not read by what an older entry says")
  void cameInAgain() {
    // given
    Cutover in = withShare(new Share(Mode.HYBRID, 10_000));
    Cutover raised = changed(in, 3, new Share(Mode.TARGET, 10_000));
    Cutover back = changed(changed(in, 3, Share.START), 4, new Share(Mode.HYBRID, 10_000));

    // then
    assertThat(in.inSince(TENANT)).isEqualTo(2);
    assertThat(raised.inSince(TENANT)).isEqualTo(2);
    assertThat(back.inSince(TENANT)).isEqualTo(4);
  }

  private static Cutover changed(Cutover from, long version, Share share) {
    return from.changed(
        new CutoverChange(
            version,
            Instant.EPOCH,
            Cause.OPERATOR,
            share,
            "ada",
            "why",
            CutoverChange.Grounds.NONE));
  }

  private static Cutover cutover(Question q) {
    int bucket = Cutover.START.salted("salt").bucket(TENANT);
    Cutover cutover = withShare(new Share(q.mode(), q.cohort().in() ? bucket + 1 : bucket));
    Reads pin = q.pin();
    return pin == null
        ? cutover
        : cutover.pinned(TENANT, new Pin(pin, Instant.EPOCH, "ada", "why"), 3);
  }

  private static Cutover withShare(Share share) {
    return Cutover.START
        .salted("salt")
        .changed(
            new CutoverChange(
                2, Instant.EPOCH, Cause.OPERATOR, share, "ada", "why", CutoverChange.Grounds.NONE));
  }

  private static TenantProof proof(Question q) {
    TreeMap<String, Position> sources = new TreeMap<>();
    if (q.cohort().applied()) {
      sources.put(SOURCE, new Position(0, 7));
    }
    boolean reading = q.reading() != Reading.NO;
    // The present share was set with version 2.
    long control = q.reading() == Reading.SINCE ? 2 : 1;
    return new TenantProof(q.state(), reading, null, Instant.EPOCH, List.of(), sources, control);
  }

  private static List<MatchResult> page() throws IOException {
    return LINE.matcher(Files.readString(PAGE)).results().toList();
  }
}
