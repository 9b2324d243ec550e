package dev.crossfade.reconcile.run;

import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for scheduled runs, and forgets old ones. Several processes may do so at once. */
public final class Upkeep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("reconciliation-upkeep").daemon().factory());
  private final Migrations migrations;
  private final ReconcilerStore store;
  private final RunLimits limits;
  private final InstantSource clock;
  private Instant forgetAt;

  /** Starts. */
  public Upkeep(
      Migrations migrations, ReconcilerStore store, RunLimits limits, InstantSource clock) {
    this.migrations = migrations;
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    this.forgetAt = clock.instant().plus(FORGET_EVERY);
    var _ =
        timer.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      Instant now = clock.instant();
      for (Migration migration : migrations.all()) {
        if (migration.known()) {
          Schedules.askForDue(store.reads().dsl(), store.migrationId(migration.name()), now);
        }
      }
      if (now.isAfter(forgetAt)) {
        int forgotten = Runs.forget(store.reads().dsl(), now.minus(limits.kept()));
        log.debug("{} reconciliations forgotten", forgotten);
        forgetAt = now.plus(FORGET_EVERY);
      }
    } catch (RuntimeException e) {
      // Above all PostgreSQL that is away: a timer that throws would never come again.
      log.debug("no upkeep of reconciliations: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
