package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.RampPlan.Action;
import dev.crossfade.core.cutover.RampPlan.GateRule;
import dev.crossfade.core.cutover.RaiseProof;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.cutover.GateNumbers.Next;
import dev.crossfade.reconcile.cutover.GateNumbers.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
  private static final Pattern LINE =
      Pattern.compile("(?m)^\\| (`[a-z]+`(?:, `[a-z]+`)*) \\| [^|]+ \\| ([0-9,]+) \\|$");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final CleanRun RUN = run(60);

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @DisplayName("A gate holds up to its limit, and verified from its limit on")
  @CsvSource({
    "proof, 86400, true",
    "proof, 86401, false",
    "drift, 0, true",
    "drift, 1, false",
    "verified, 10000, true",
    "verified, 9999, false",
    "lag, 10000, true",
    "lag, 10001, false",
    "parked, 0, true",
    "parked, 1, false",
    "holes, 0, true",
    "holes, 1, false",
    "held, 0, true",
    "held, 1, false",
    "conflicts, 0, true",
    "conflicts, 1, false",
    "mismatches, 0, true",
    "mismatches, 1, false",
    "errors, 100, true",
    "errors, 101, false",
  })
  void limits(String name, long value, boolean holds) {
    // when
    List<Gate> gates = Gates.of(with(name, value), null, NOW);

    // then
    Gate gate = named(gates, name);
    assertThat(gate.value()).isEqualTo(value);
    assertThat(gate.holds()).isEqualTo(holds);
    assertThat(gates).filteredOn(g -> !g.name().equals(name)).allMatch(Gate::holds);
  }

  @Test
  @DisplayName("The gates and their limits are those of docs/cutover.md")
  void page() throws IOException {
    // given
    Map<String, Long> documented = new java.util.LinkedHashMap<>();
    LINE.matcher(Files.readString(Path.of("../docs/cutover.md")))
        .results()
        .forEach(
            line -> {
              for (String name : line.group(1).split(", ", -1)) {
                documented.put(
                    name.replace("`", ""), Long.parseLong(line.group(2).replace(",", "")));
              }
            });

    // when
    List<Gate> gates = Gates.of(with("lag", 0), null, NOW);

    // then
    assertThat(gates).hasSize(10);
    assertThat(new ArrayList<>(documented.entrySet()))
        .isEqualTo(gates.stream().map(g -> Map.entry(g.name(), g.limit())).toList());
  }

  @Test
  @DisplayName("I8: without a clean comparison the gate of the proof is closed")
  void withoutProof() {
    // when
    Gate gate = named(Gates.of(numbers(null, Next.NONE), null, NOW), "proof");

    // then
    assertThat(gate.holds()).isFalse();
    assertThat(gate.value()).isNull();
    assertThat(gate.detail()).contains("No clean comparison");
  }

  @ParameterizedTest(name = "{1} of {0} verified: {2}")
  @DisplayName("The share of verified tenants is rounded down, and is whole where nobody would come")
  @CsvSource({"0, 0, 10000", "3, 3, 10000", "3, 2, 6666", "100000, 99999, 9999", "1, 0, 0"})
  void verified(long tenants, long verified, long value) {
    assertThat(
            named(Gates.of(numbers(RUN, new Next(tenants, verified)), null, NOW), "verified")
                .value())
        .isEqualTo(value);
  }

  @Test
  @DisplayName("A plan's limits and actions take the place of the others")
  void ofPlan() {
    // given
    RampPlan plan =
        new RampPlan(
            List.of(new RampPlan.Step(100, 0)),
            Map.of(
                "lag", new GateRule(5L, Action.ROLLBACK),
                "verified", new GateRule(9_000L, Action.HOLD),
                "drift", new GateRule(null, Action.ROLLBACK)));

    // when
    List<Gate> gates = Gates.of(with("lag", 6), plan, NOW);

    // then
    assertThat(named(gates, "lag").holds()).isFalse();
    assertThat(named(gates, "lag").limit()).isEqualTo(5);
    assertThat(named(gates, "lag").action()).isEqualTo(Action.ROLLBACK);
    assertThat(named(gates, "verified").limit()).isEqualTo(9_000);
    assertThat(named(gates, "drift").limit()).isZero();
    assertThat(named(gates, "drift").action()).isEqualTo(Action.ROLLBACK);
    assertThat(named(gates, "parked").action()).isEqualTo(Action.HOLD);
  }

  static Gate named(List<Gate> gates, String name) {
    return gates.stream().filter(gate -> gate.name().equals(name)).findFirst().orElseThrow();
  }

  static CleanRun run(long age) {
    return new CleanRun(
        NOW.minusSeconds(age), new RaiseProof("r-1", List.of(new Position(0, 12))));
  }

  private static GateNumbers numbers(
      @org.jspecify.annotations.Nullable CleanRun run, Next next) {
    return new GateNumbers(run, 0, next, 0, Waiting.NONE, 0, 0);
  }

  /** All is well but for one number. */
  private static GateNumbers with(String name, long value) {
    return new GateNumbers(
        run(name.equals("proof") ? value : 60),
        of(name, "drift", value),
        name.equals("verified") ? new Next(10_000, value) : Next.NONE,
        of(name, "lag", value),
        new Waiting(
            of(name, "parked", value),
            of(name, "holes", value),
            of(name, "held", value),
            of(name, "conflicts", value)),
        of(name, "mismatches", value),
        of(name, "errors", value));
  }

  private static long of(String name, String gate, long value) {
    return name.equals(gate) ? value : 0;
  }
}
