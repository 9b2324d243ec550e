package dev.crossfade.ingest.client;

import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.CutoverDecision.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what devices were told by where they read, and why. Thread-safe. */
final class DecisionCounts {
  private static final String NAME = "crossfade.ingest.decisions";

  private final Map<Reason, Counter> legacy = new EnumMap<>(Reason.class);
  private final Map<Reason, Counter> target = new EnumMap<>(Reason.class);

  DecisionCounts(MeterRegistry registry, String migration) {
    for (Reason reason : Reason.values()) {
      legacy.put(reason, counter(registry, migration, "legacy", reason));
      target.put(reason, counter(registry, migration, "target", reason));
    }
  }

  private static Counter counter(
      MeterRegistry registry, String migration, String reads, Reason reason) {
    return registry.counter(NAME, "migration", migration, "reads", reads, "reason", reason.text());
  }

  void count(CutoverDecision decision) {
    Map<Reason, Counter> counters =
        switch (decision.reads()) {
          case LEGACY -> legacy;
          case TARGET -> target;
        };
    Counter counter = counters.get(decision.reason());
    if (counter != null) {
      counter.increment();
    }
  }
}
