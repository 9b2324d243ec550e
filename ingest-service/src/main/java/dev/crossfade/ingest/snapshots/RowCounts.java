package dev.crossfade.ingest.snapshots;

import dev.crossfade.ingest.admit.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts rows of snapshots by migration and by what became of them. Thread-safe. */
final class RowCounts {
  private static final String NAME = "crossfade.ingest.snapshot.rows";

  /** For dry runs. */
  static final OfMigration NONE = new OfMigration(null, Map.of());

  private final Map<String, OfMigration> byMigration = new HashMap<>();

  /** The counters of one migration. */
  record OfMigration(@Nullable Counter accepted, Map<Refusal, Counter> refused) {
    void mapped() {
      if (accepted != null) {
        accepted.increment();
      }
    }

    void refused(Refusal refusal) {
      Counter counter = refused.get(refusal);
      if (counter != null) {
        counter.increment();
      }
    }
  }

  RowCounts(MeterRegistry registry, Collection<String> migrations) {
    for (String migration : migrations) {
      Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
      for (Refusal refusal : Refusal.values()) {
        refused.put(refusal, counter(registry, migration, refusal.slug()));
      }
      byMigration.put(
          migration, new OfMigration(counter(registry, migration, "accepted"), refused));
    }
  }

  private static Counter counter(MeterRegistry registry, String migration, String result) {
    return registry.counter(NAME, "migration", migration, "result", result);
  }

  OfMigration of(String migration) {
    OfMigration counters = byMigration.get(migration);
    if (counters == null) {
      throw new IllegalArgumentException("no migration " + migration + " is served");
    }
    return counters;
  }
}
