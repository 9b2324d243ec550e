package dev.crossfade.reconcile;

import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Comparison;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.reconcile.cutover.CutoverDesk;
import dev.crossfade.reconcile.cutover.CutoverRoutes;
import dev.crossfade.reconcile.cutover.LogEnds;
import dev.crossfade.reconcile.cutover.RampDriver;
import dev.crossfade.reconcile.cutover.StandingFacts;
import dev.crossfade.reconcile.cutover.StandingFacts.Reported;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.proof.FoldEvidence;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.proof.ProofPublisher;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Of each migration: its proofs published, its plan carried out, its cutover at hand. */
final class CutoverParts implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration RECENT = Duration.ofHours(1);

  private final Closer closer = new Closer();
  private final List<Route> routes;

  CutoverParts(
      Migrations migrations,
      List<Fold> folds,
      ReconcilerStore store,
      Map<String, String> kafka,
      InstantSource clock) {
    LogEnds ends = closer.add("ends of logs", new LogEnds(kafka));
    Map<String, CutoverDesk> desks = new HashMap<>();
    for (Migration migration : migrations.all()) {
      Observations seen = closer.add("observations", Observations.open(migration, kafka));
      ProofBoard board = closer.add("proofs", ProofBoard.open(migration, kafka));
      // Errors of requests are not known here: they are counted where they happen.
      Reported reported = new Reported(() -> mismatches(seen, clock.instant()), () -> 0);
      StandingFacts facts = new StandingFacts(migration, store, board, ends, reported);
      desks.put(migration.name(), new CutoverDesk(migration.control(), facts, clock));
      Fold fold =
          folds.stream()
              .filter(f -> f.migration().equals(migration.name()))
              .findFirst()
              .orElseThrow();
      closer.add(
          "publisher of proofs",
          ProofPublisher.start(
              migration, kafka, board, new FoldEvidence(fold, store), EVERY, clock));
      closer.add(
          "ramp", RampDriver.start(migration.control(), facts, clock, "crossfade:ramp", EVERY));
    }
    this.routes =
        new CutoverRoutes(
                migrations, migration -> Objects.requireNonNull(desks.get(migration.name())))
            .routes();
  }

  List<Route> routes() {
    return routes;
  }

  /** Tenants of which a device read a difference not long ago. */
  private static long mismatches(Observations seen, Instant now) {
    Instant from = now.minus(RECENT);
    return seen.all().values().stream()
        .filter(devices -> devices.values().stream().anyMatch(one -> differed(one, from)))
        .count();
  }

  private static boolean differed(Observation observation, Instant from) {
    Comparison comparison = observation.comparison();
    return comparison != null
        && !comparison.different().isEmpty()
        && !comparison.at().isBefore(from);
  }

  @Override
  public void close() {
    closer.close();
  }
}
