package dev.crossfade.ingest.client;

import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The decisions of all migrations that are served. Immutable; closes them all. */
final class ServedDecisions implements AutoCloseable {
  private final Migrations migrations;
  private final Map<String, Decisions> byName = new LinkedHashMap<>();

  /** Follows from now on; returns at once. */
  ServedDecisions(
      Migrations migrations,
      Map<String, String> client,
      Listeners listeners,
      MeterRegistry registry) {
    this.migrations = migrations;
    for (Migration migration : migrations.all()) {
      byName.put(migration.name(), new Decisions(migration, client, listeners, registry));
    }
  }

  Collection<Decisions> all() {
    return byName.values();
  }

  @Nullable Decisions find(String name) {
    return byName.get(name);
  }

  /**
   * Those of one migration.
   *
   * @throws dev.crossfade.kit.problem.ProblemException as {@link Migrations#require}
   */
  Decisions require(String name) {
    Decisions found = byName.get(migrations.require(name).name());
    if (found == null) {
      throw new IllegalStateException("each migration that is served has its decisions");
    }
    return found;
  }

  @Override
  public void close() {
    byName.values().forEach(Decisions::close);
  }
}
