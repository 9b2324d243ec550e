package dev.crossfade.reconcile;

import dev.crossfade.kit.health.HealthCheck;

/** What readiness tells of the folds. */
final class HealthOfFolds {
  private HealthOfFolds() {}

  /**
   * Up in any case: a fold that starts, or stands still, shows in runs, metrics and here in words.
   */
  static HealthCheck.Result told(HealthCheck.Result folds) {
    return folds instanceof HealthCheck.Result.Up
        ? folds
        : HealthCheck.up("the fold: " + folds.detail()).with(folds.data());
  }
}
