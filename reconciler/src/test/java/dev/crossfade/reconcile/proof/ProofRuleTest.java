package dev.crossfade.reconcile.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.control.ControlEvent;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.proof.TenantEvidence.SnapshotEvidence;
import dev.crossfade.reconcile.proof.TenantEvidence.Source;
import dev.crossfade.reconcile.proof.TenantEvidence.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ProofRuleTest {
  private static final String TENANT = "school-1";
  private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:01Z");
  private static final Path PAGE = Path.of("../docs/reconciling.md");

  /**
   * Sources, each with the end of its snapshot ({@code -} for none, {@code ?} not found equal,
   * {@code ~} not applied) and {@code !} for a hole; where rows were equal; what waits; whether
   * there is drift; and what is missing.
   */
  @ParameterizedTest(name = "{0}, rows {1}, waits {2}, drift {3}: {4}")
  @DisplayName("I10: a tenant is verified when all of docs/reconciling.md holds at once")
  @CsvSource({
    "a10, 11, '', false, ''",
    "a10 b20, 21, '', false, ''",
    "'', 21, '', false, no-source",
    "'', , '', false, no-source rows-not-compared",
    "a-, 21, '', false, snapshot-missing:a",
    "a10 b-, 21, '', false, snapshot-missing:b",
    "a10, , '', false, rows-not-compared",
    "a10, 10, '', false, rows-not-compared",
    "a10 b20, 20, '', false, rows-not-compared",
    "a10?, 11, '', false, snapshot-not-compared:a",
    "a10? b20, 30, '', false, snapshot-not-compared:a",
    "a10!, 11, '', false, hole:a",
    "a10 b20!, 30, '', false, hole:b",
    "a10, 11, HELD, false, held",
    "a10, 11, PARKED, false, parked",
    "a10, 11, CONFLICT, false, conflict",
    "a10, 11, '', true, drift",
    "b-! a10?!, 5, HELD PARKED CONFLICT, true, snapshot-missing:b rows-not-compared"
        + " snapshot-not-compared:a hole:a hole:b held parked conflict drift",
  })
  void missing(
      String sources, @Nullable Integer equalAt, String waits, boolean drift, String expected) {
    // when
    TenantProof proof =
        judge(evidence(sources, equalAt, waits, drift), null, control(Share.START));

    // then
    assertThat(String.join(" ", proof.reasons())).isEqualTo(expected);
    assertThat(proof.state())
        .isEqualTo(
            expected.isEmpty()
                ? ProofState.VERIFIED
                : drift ? ProofState.DRIFT : ProofState.UNPROVEN);
    assertThat(proof.reading()).isFalse();
  }

  @Test
  @DisplayName("The reasons are those of docs/reconciling.md")
  void page() throws IOException {
    // given
    String line =
        Files.readAllLines(PAGE).stream()
            .filter(l -> l.startsWith("What is missing is told as reasons"))
            .findFirst()
            .orElseThrow();
    Set<String> documented = new TreeSet<>();
    Pattern.compile("`([a-z-]+)(:<source>)?`")
        .matcher(line)
        .results()
        .forEach(found -> documented.add(found.group(1)));

    // when
    Set<String> told = new TreeSet<>();
    List<String> all = new ArrayList<>();
    all.addAll(ProofRule.missing(evidence("", null, "HELD PARKED CONFLICT", true)));
    all.addAll(ProofRule.missing(evidence("a10?! b-", 5, "", false)));
    all.forEach(reason -> told.add(reason.replaceFirst(":.*", "")));

    // then
    assertThat(told).isEqualTo(documented);
  }

  /**
   * The state before (with {@code *} where it was reading), whether it was and is admitted, what is
   * there now ({@code ok}, {@code waits}, {@code none}: no source any more, {@code drift}), and
   * what follows. One that was verified and is let in reads from then on, whoever says so when: what
   * waits after that does not send it back.
   */
  @ParameterizedTest(name = "{0}, admitted {1} then {2}, {3}: {4}")
  @DisplayName("I10: the states of docs/cutover.md: who reads stays while something waits")
  @CsvSource({
    "-, true, true, ok, verified*",
    "-, true, true, waits, unproven",
    "-, false, false, ok, verified",
    "unproven, true, true, ok, verified*",
    "unproven, true, true, waits, unproven",
    "verified*, true, true, ok, verified*",
    "verified*, true, false, ok, verified",
    "verified*, true, true, waits, waiting*",
    "verified*, true, false, waits, unproven",
    "verified*, true, true, drift, drift",
    "verified*, true, true, none, unproven",
    "verified, false, false, waits, unproven",
    "verified, false, true, waits, waiting*",
    "verified, true, true, waits, waiting*",
    "waiting*, true, true, waits, waiting*",
    "waiting*, true, true, ok, verified*",
    "waiting*, true, false, waits, unproven",
    "waiting*, true, true, drift, drift",
    "waiting, true, true, waits, unproven",
    "drift, true, true, waits, unproven",
    "drift, true, true, ok, verified*",
    "drift, true, true, drift, drift",
  })
  void states(String before, boolean was, boolean is, String found, String expected) {
    // given: the entry before is of version 2, the present share is set behind it
    ControlState first = next(created(), share(was));
    ControlState state = was == is ? first : next(first, share(is));
    TenantEvidence evidence =
        switch (found) {
          case "ok" -> evidence("a10", 11, "", false);
          case "waits" -> evidence("a10", 11, "PARKED", false);
          case "none" -> evidence("", 11, "", false);
          case "drift" -> evidence("a10", 11, "PARKED", true);
          default -> throw new IllegalArgumentException(found);
        };

    // when
    TenantProof proof = judge(evidence, before(before, first.version()), state);

    // then
    assertThat(proof.state().text() + (proof.reading() ? "*" : "")).isEqualTo(expected);
    assertThat(proof.control()).isEqualTo(state.version());
    boolean same = before.replace("*", "").equals(proof.state().text());
    assertThat(proof.since()).isEqualTo(same ? THEN : NOW);
  }

  @Test
  @DisplayName("Who was let go and taken in again since does not count as reading")
  void leftInBetween() {
    // given
    ControlState in = next(created(), share(true));
    TenantProof reading = before("verified*", in.version());
    ControlState again = next(next(in, share(false)), share(true));

    // when
    TenantProof proof = judge(evidence("a10", 11, "PARKED", false), reading, again);

    // then
    assertThat(proof.state()).isEqualTo(ProofState.UNPROVEN);
  }

  @Test
  @DisplayName("Pins move one tenant in and out")
  void pins() {
    TenantEvidence sound = evidence("a10", 11, "", false);
    ControlState out = next(created(), share(true));
    ControlState legacy = pinned(out, Reads.LEGACY);
    ControlState target = pinned(next(created(), share(false)), Reads.TARGET);

    assertThat(judge(sound, null, legacy).reading()).isFalse();
    assertThat(judge(sound, null, target).reading()).isTrue();
  }

  @Test
  @DisplayName("Only snapshots that are applied are told")
  void applied() {
    TenantProof proof =
        judge(evidence("a10 b20~ c-", 30, "", false), null, control(Share.START));

    assertThat(proof.sources()).isEqualTo(new TreeMap<>(Map.of("a", new Position(1, 10))));
    assertThat(proof.position()).isEqualTo(new Position(1, 30));
  }

  private static TenantProof judge(
      TenantEvidence evidence, @Nullable TenantProof before, ControlState state) {
    return ProofRule.judge(evidence, before, state.cutover(), state.version(), NOW);
  }

  private static @Nullable TenantProof before(String text, long control) {
    ProofState state = ProofState.parse(text.replace("*", ""));
    return state == null
        ? null
        : new TenantProof(
            state, text.endsWith("*"), null, THEN, List.of(), new TreeMap<>(), control);
  }

  static TenantEvidence evidence(
      String sources, @Nullable Integer equalAt, String waits, boolean drift) {
    List<Source> all = new ArrayList<>();
    for (String one : words(sources)) {
      String end = one.substring(1).replaceAll("[^0-9]", "");
      all.add(
          new Source(
              one.substring(0, 1),
              one.endsWith("!"),
              end.isEmpty()
                  ? null
                  : new SnapshotEvidence(
                      new Position(1, Long.parseLong(end)),
                      !one.contains("~"),
                      !one.contains("?"))));
    }
    Set<Waits> waiting = EnumSet.noneOf(Waits.class);
    words(waits).forEach(word -> waiting.add(Waits.valueOf(word)));
    Position at = equalAt == null ? null : new Position(1, equalAt);
    return new TenantEvidence(TENANT, all, at, waiting, drift);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.split(" ", -1));
  }

  private static Share share(boolean in) {
    return in ? new Share(Mode.HYBRID, 10_000) : Share.START;
  }

  private static ControlState control(Share share) {
    return next(created(), share);
  }

  private static ControlState created() {
    return replay(
        ControlState.EMPTY,
        ControlState.MIGRATION_CREATED,
        ControlState.migrationCreated(new ChangesLog(1, "topic", "salt")));
  }

  private static ControlState next(ControlState from, Share share) {
    return replay(
        from,
        CutoverEvents.CHANGED,
        CutoverEvents.changed(share, Cause.OPERATOR, "ada", "why", new Grounds(true, null)));
  }

  private static ControlState pinned(ControlState from, Reads reads) {
    return replay(from, CutoverEvents.PINNED, CutoverEvents.pinned(TENANT, reads, "ada", "why"));
  }

  private static ControlState replay(ControlState from, String type, ObjectNode data) {
    return from.replay(
        new ControlEvent("id", "/services/test", type, Instant.EPOCH, from.version(), data));
  }
}
