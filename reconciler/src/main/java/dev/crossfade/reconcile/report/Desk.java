package dev.crossfade.reconcile.report;

import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.Runs;
import dev.crossfade.reconcile.store.ReconcilerStore;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the routes have in common: whose request it is, of which migration, about which run. */
record Desk(Migrations migrations, ReconcilerStore store, InstantSource clock) {

  /** A migration with the number that stands for it in the tables. */
  record Known(Migration migration, short id) {}

  /**
   * The migration that the path names.
   *
   * @throws dev.crossfade.kit.problem.ProblemException where it is not served, or not known yet
   */
  Known migration(ServerRequest request) {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    return new Known(migration, store.migrationId(migration.name()));
  }

  /**
   * The run that the path names.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 404 {@code reconciliation-not-found}, also
   *     where the caller may not see it
   */
  Run run(ServerRequest request, Known migration, Identity who) {
    return run(request.path().pathParameters().get("id"), migration, who);
  }

  Run run(@Nullable String id, Known migration, Identity who) {
    return uuid(id)
        .flatMap(uuid -> Runs.find(store.reads().dsl(), migration.id(), uuid))
        .filter(Reach.of(who)::covers)
        .orElseThrow(
            () ->
                ReportProblem.RECONCILIATION_NOT_FOUND
                    .with("There is no reconciliation of this id, or it was forgotten.")
                    .exception());
  }

  static Optional<UUID> uuid(@Nullable String text) {
    try {
      return text == null || text.length() != 36
          ? Optional.empty()
          : Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As precise as the tables keep it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
