package dev.crossfade.reconcile;

import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.http.OpenApiRoute;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.process.Service;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldSettings;
import dev.crossfade.reconcile.fold.PostgresPositions;
import dev.crossfade.reconcile.fold.StreamsFold;
import dev.crossfade.reconcile.parts.FoldRemedy;
import dev.crossfade.reconcile.parts.Folds;
import dev.crossfade.reconcile.parts.KafkaLogEnds;
import dev.crossfade.reconcile.parts.PartComparers;
import dev.crossfade.reconcile.report.Repairs;
import dev.crossfade.reconcile.report.ReportRoutes;
import dev.crossfade.reconcile.run.RunEngine;
import dev.crossfade.reconcile.run.Upkeep;
import dev.crossfade.reconcile.store.ReconcilerStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The reconciler, put together: folds the logs of its migrations, compares what that gives with
 * PostgreSQL, and answers with reports. Starts whether or not Kafka and PostgreSQL are there, and
 * goes on when they come.
 */
public final class ReconcilerService implements Service {
  private static final Duration FOLD_STOP = Duration.ofSeconds(30);

  private final Closer closer = new Closer();
  private final Folds folds;
  private final ReportRoutes reports;
  private final CutoverParts cutovers;

  private ReconcilerService(
      ReconcilerSettings settings,
      Migrations migrations,
      MeterRegistry registry,
      InstantSource clock) {
    ReconcilerStore store =
        closer.add("database", new ReconcilerStore(settings.database(), settings.connections()));
    List<Fold> opened = new ArrayList<>();
    for (Migration migration : migrations.all()) {
      PostgresPositions applied =
          closer.add("positions", new PostgresPositions(store.reads(), migration.name()));
      opened.add(
          closer.add(
              "fold",
              StreamsFold.start(
                  migration, FoldSettings.of(settings.kafka(), settings.state()), applied),
              FOLD_STOP));
    }
    this.folds = new Folds(opened);
    KafkaLogEnds ends = closer.add("log ends", new KafkaLogEnds(settings.kafka()));
    PartComparers comparers = new PartComparers(folds, store, ends, settings.kafka());
    Repairs repairs =
        closer.add(
            "repairs",
            new Repairs(new FoldRemedy(folds, settings.kafka()), store, settings.kafka(), clock));
    RunEngine engine =
        closer.add(
            "runs",
            RunEngine.start(
                new RunEngine.Equipment(
                    migrations,
                    store,
                    comparers,
                    new RunMeters(registry, opened),
                    clock,
                    settings.instance()),
                settings.limits()));
    this.cutovers =
        closer.add(
            "cutover",
            new CutoverParts(migrations, opened, store, settings.kafka(), engine::wake, clock));
    closer.add("upkeep", new Upkeep(migrations, store, settings.limits(), clock));
    this.reports =
        new ReportRoutes(migrations, store, repairs, comparers.levels(), engine::wake, clock);
  }

  /** Starts to fold and to compare. The migrations stay the caller's to close, after this. */
  public static ReconcilerService start(
      ReconcilerSettings settings,
      Migrations migrations,
      MeterRegistry registry,
      InstantSource clock) {
    return new ReconcilerService(settings, migrations, registry, clock);
  }

  @Override
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(reports.routes());
    routes.addAll(cutovers.routes());
    return routes;
  }

  /** {@code GET /openapi.yaml}, for a server with no other service on it. */
  public static Route openApi() {
    return OpenApiRoute.of(ReconcilerService.class, "/openapi/reconciler.yaml");
  }

  @Override
  public void addChecks(Health health) {
    // Reports are answered without a fold: that it still starts keeps nobody away.
    health.readiness("reconciler", () -> HealthOfFolds.told(folds.health()));
  }

  @Override
  public void endStreams() {
    reports.endStreams();
  }

  /** Gives back what is in hand, ends the folds, closes the database. */
  @Override
  public void close() {
    closer.close();
  }
}
