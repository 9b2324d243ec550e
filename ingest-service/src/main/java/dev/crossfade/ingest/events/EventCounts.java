package dev.crossfade.ingest.events;

import dev.crossfade.ingest.admit.Judged;
import dev.crossfade.ingest.admit.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts events by migration and by what became of them. Thread-safe. */
public final class EventCounts {
  private static final String NAME = "crossfade.ingest.events";

  private final Map<String, Counts> byMigration = new HashMap<>();

  private record Counts(Counter accepted, Map<Refusal, Counter> refused) {}

  public EventCounts(MeterRegistry registry, Collection<String> migrations) {
    for (String migration : migrations) {
      Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
      for (Refusal refusal : Refusal.values()) {
        refused.put(refusal, counter(registry, migration, refusal.slug()));
      }
      byMigration.put(migration, new Counts(counter(registry, migration, "accepted"), refused));
    }
  }

  private static Counter counter(MeterRegistry registry, String migration, String result) {
    return registry.counter(NAME, "migration", migration, "result", result);
  }

  /** Counts the events of an answered request. */
  void count(String migration, List<Judged> judged) {
    Counts counts = byMigration.get(migration);
    if (counts == null) {
      return;
    }
    int accepted = 0;
    for (Judged each : judged) {
      switch (each) {
        case Judged.Admitted admitted -> accepted++;
        case Judged.Refused refused -> {
          Counter counter = counts.refused().get(refused.refusal());
          if (counter != null) {
            counter.increment();
          }
        }
      }
    }
    counts.accepted().increment(accepted);
  }
}
