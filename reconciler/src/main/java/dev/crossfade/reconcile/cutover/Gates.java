package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.RampPlan;
import dev.crossfade.core.cutover.RampPlan.Action;
import dev.crossfade.core.cutover.RampPlan.GateRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gates of docs/cutover.md: a pure function of the numbers. */
public final class Gates {
  /** The gate that a raise cannot do without. */
  public static final String PROOF = "proof";

  /** The gate that brings the share back to 0. */
  public static final String DRIFT = "drift";

  static final String VERIFIED = "verified";
  static final long WHOLE = 10_000;

  /** Names and limits, in the order in which they are told. */
  static final Map<String, Long> LIMITS =
      orderly(
          List.of(
              Map.entry(PROOF, 86_400L),
              Map.entry(DRIFT, 0L),
              Map.entry(VERIFIED, WHOLE),
              Map.entry("lag", 10_000L),
              Map.entry("parked", 0L),
              Map.entry("holes", 0L),
              Map.entry("held", 0L),
              Map.entry("conflicts", 0L),
              Map.entry("mismatches", 0L),
              Map.entry("errors", 100L)));

  private Gates() {}

  /**
   * All of them.
   *
   * @param plan whose limits and actions count; null for none
   * @param now to tell the age of the proof
   */
  public static List<Gate> of(GateNumbers numbers, @Nullable RampPlan plan, Instant now) {
    Map<String, GateRule> rules = plan == null ? Map.of() : plan.gates();
    List<Gate> gates = new ArrayList<>();
    LIMITS.forEach(
        (name, limit) -> {
          GateRule rule = rules.get(name);
          Long own = rule == null ? null : rule.limit();
          Action action = rule == null ? Action.HOLD : rule.action();
          gates.add(gate(name, value(name, numbers, now), own == null ? limit : own, action));
        });
    return gates;
  }

  private static Gate gate(String name, @Nullable Long value, long limit, Action action) {
    boolean atLeast = name.equals(VERIFIED);
    boolean holds = value != null && (atLeast ? value >= limit : value <= limit);
    String detail =
        value == null
            ? "No clean comparison of the whole migration lies behind the last change."
            : words(name) + ": " + value + " of at " + (atLeast ? "least " : "most ") + limit + ".";
    return new Gate(name, value, limit, holds, action, detail);
  }

  private static @Nullable Long value(String name, GateNumbers numbers, Instant now) {
    return switch (name) {
      case PROOF -> age(numbers.proof(), now);
      case DRIFT -> numbers.drift();
      case VERIFIED -> numbers.next().share();
      case "lag" -> numbers.lag();
      case "parked" -> numbers.waiting().parked();
      case "holes" -> numbers.waiting().holes();
      case "held" -> numbers.waiting().held();
      case "conflicts" -> numbers.waiting().conflicts();
      case "mismatches" -> numbers.mismatches();
      case "errors" -> numbers.errors();
      default -> throw new IllegalStateException("no such gate: " + name);
    };
  }

  private static @Nullable Long age(@Nullable CleanRun proof, Instant now) {
    return proof == null
        ? null
        : Math.max(0, Duration.between(proof.startedAt(), now).toSeconds());
  }

  private static String words(String name) {
    return switch (name) {
      case PROOF -> "Seconds since the latest clean comparison began";
      case DRIFT -> "Open confirmed differences";
      case VERIFIED -> "Verified of those that would be let in, in basis points";
      case "lag" -> "Events that are not applied";
      case "parked" -> "Parked writes";
      case "holes" -> "Sources with numbers missing";
      case "held" -> "Held events";
      case "conflicts" -> "Conflicts that wait";
      case "mismatches" -> "Tenants whose clients read a difference in the last hour";
      case "errors" -> "Failed requests for records, in basis points";
      default -> throw new IllegalStateException("no such gate: " + name);
    };
  }

  private static Map<String, Long> orderly(List<Map.Entry<String, Long>> entries) {
    Map<String, Long> all = new java.util.LinkedHashMap<>();
    entries.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return java.util.Collections.unmodifiableMap(all);
  }
}
