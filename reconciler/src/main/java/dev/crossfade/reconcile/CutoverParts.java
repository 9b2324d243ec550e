package dev.crossfade.reconcile;

import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Comparison;
import dev.crossfade.core.observe.Observation.Requests;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.reconcile.cutover.CutoverOfMigration;
import dev.crossfade.reconcile.cutover.LogEnds;
import dev.crossfade.reconcile.cutover.StandingFacts.Reported;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.proof.FoldEvidence;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.proof.ProofPublisher;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.math.BigInteger;
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
  private static final Duration ERRORS_OF = Duration.ofMinutes(5);

  private final Closer closer = new Closer();
  private final List<Route> routes;

  CutoverParts(
      Migrations migrations,
      List<Fold> folds,
      ReconcilerStore store,
      Map<String, String> kafka,
      Runnable wake,
      InstantSource clock) {
    LogEnds ends = closer.add("ends of logs", new LogEnds(kafka));
    Map<String, CutoverOfMigration> cutovers = new HashMap<>();
    for (Migration migration : migrations.all()) {
      Observations seen = closer.add("observations", Observations.open(migration, kafka));
      ProofBoard board = closer.add("proofs", ProofBoard.open(migration, kafka));
      Reported reported =
          new Reported(
              () -> mismatches(seen, clock.instant()), () -> errors(seen, clock.instant()));
      Fold fold =
          folds.stream()
              .filter(f -> f.migration().equals(migration.name()))
              .findFirst()
              .orElseThrow();
      closer.add(
          "publisher of proofs",
          ProofPublisher.start(
              migration, kafka, board, new FoldEvidence(fold, store), EVERY, clock));
      cutovers.put(
          migration.name(),
          closer.add(
              "cutover",
              new CutoverOfMigration(
                  migration,
                  new CutoverOfMigration.Equipment(store, board, seen, ends, wake, clock),
                  reported,
                  EVERY)));
    }
    this.routes =
        CutoverOfMigration.routes(
            migrations, migration -> Objects.requireNonNull(cutovers.get(migration.name())));
  }

  List<Route> routes() {
    return routes;
  }

  /** Failed of all requests that devices told of, in basis points; 0 where none did. */
  private static long errors(Observations seen, Instant now) {
    Requests requests = seen.requests(now.minus(ERRORS_OF));
    // A device may tell any number.
    return requests.asked() == 0
        ? 0
        : BigInteger.valueOf(requests.failed())
            .multiply(BigInteger.valueOf(10_000))
            .divide(BigInteger.valueOf(requests.asked()))
            .longValue();
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
