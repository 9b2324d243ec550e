package dev.crossfade.reconcile.parts;

import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.fold.Fold;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The folds of the migrations that this process serves. Immutable. */
public final class Folds {
  private final Map<String, Fold> byMigration = new LinkedHashMap<>();

  public Folds(Collection<? extends Fold> folds) {
    folds.forEach(fold -> byMigration.put(fold.migration(), fold));
  }

  /** The fold of a migration; empty where it is not folded here. */
  public Optional<Fold> of(Migration migration) {
    return Optional.ofNullable(byMigration.get(migration.name()));
  }

  /** Whether any of them stands still. */
  public HealthCheck.Result health() {
    for (Fold fold : byMigration.values()) {
      HealthCheck.Result result = fold.health();
      if (result instanceof HealthCheck.Result.Down) {
        return result;
      }
    }
    return HealthCheck.up("the logs are folded");
  }
}
