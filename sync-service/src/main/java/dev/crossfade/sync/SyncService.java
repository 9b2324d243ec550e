package dev.crossfade.sync;

import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.http.OpenApiRoute;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.kit.process.Service;
import dev.crossfade.sync.changes.ChangeRoutes;
import dev.crossfade.sync.changes.ChangeWatch;
import dev.crossfade.sync.conflict.ConflictRoutes;
import dev.crossfade.sync.consume.ChangesConsumer;
import dev.crossfade.sync.consume.DatabaseCircuit;
import dev.crossfade.sync.consume.TopicLookup;
import dev.crossfade.sync.deadletter.DeadLetterWriter;
import dev.crossfade.sync.history.HistoryRoutes;
import dev.crossfade.sync.log.LogReader;
import dev.crossfade.sync.log.LogWriter;
import dev.crossfade.sync.parked.ParkedRoutes;
import dev.crossfade.sync.pause.PauseRoutes;
import dev.crossfade.sync.progress.ProgressRoutes;
import dev.crossfade.sync.progress.RateSampler;
import dev.crossfade.sync.progress.SourceRoutes;
import dev.crossfade.sync.progress.SyncMeters;
import dev.crossfade.sync.read.AppliedWait;
import dev.crossfade.sync.read.DatabaseGuard;
import dev.crossfade.sync.read.RecordRoutes;
import dev.crossfade.sync.read.SnapshotRoutes;
import dev.crossfade.sync.resolve.LoggedEvents;
import dev.crossfade.sync.resolve.Resolutions;
import dev.crossfade.sync.store.SeenEventsPruning;
import dev.crossfade.sync.store.SyncStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sync service, put together: consumes the changes of its migrations into PostgreSQL and
 * answers reads. Starts whether or not Kafka and PostgreSQL are there, and goes on when they come.
 */
public final class SyncService implements Service {
  /** Who listens to changes at once: each has a connection and a thread that costs little. */
  private static final int STREAMS = 512;

  private static final Duration CONSUMER_STOP = Duration.ofSeconds(20);

  /** The third one comes some six seconds after the first. */
  private static final int TRIES_BEFORE_ALARM = 3;

  private final Closer closer = new Closer();
  private final List<Route> routes = new ArrayList<>();
  private final SyncStore store;
  private final DatabaseCircuit circuit;
  private final Migrations migrations;
  private final SyncMeters meters;
  private final ChangeWatch watch;

  private SyncService(
      SyncSettings settings, Migrations migrations, MeterRegistry registry, InstantSource clock) {
    this.store = closer.add("database", new SyncStore(settings.database(), settings.connections()));
    closer.add("pruning", new SeenEventsPruning(store, clock));
    this.migrations = migrations;
    this.circuit = new DatabaseCircuit(clock);
    circuit.bindTo(registry);
    AppliedWait applied = new AppliedWait(store);
    this.watch = closer.add("change watch", new ChangeWatch(store, STREAMS));
    this.meters = new SyncMeters(registry, applied, watch);
    TopicLookup topics = closer.add("topic lookup", new TopicLookup(settings.kafka()));
    closer.add(
        "consumer",
        ChangesConsumer.start(
            new ChangesConsumer.Parts(migrations, store, topics, circuit, meters, clock),
            settings.kafka(),
            settings.instance(),
            settings.sessionTimeout()),
        CONSUMER_STOP);
    LogReader reader = closer.add("log reader", new LogReader(settings.kafka()));
    closer.add(
        "dead letters", DeadLetterWriter.start(migrations, store, reader, settings.kafka(), clock));
    RateSampler rates = closer.add("rate sampler", RateSampler.start(migrations, store));
    LogWriter writer = closer.add("log writer", new LogWriter(settings.kafka()));
    Resolutions resolutions = new Resolutions(writer, store, applied);
    LoggedEvents events = new LoggedEvents(reader);
    routes.addAll(new ConflictRoutes(migrations, store, events, resolutions).routes());
    routes.addAll(new ParkedRoutes(migrations, store, events, resolutions, clock).routes());
    routes.addAll(new RecordRoutes(migrations, store, applied).routes());
    routes.addAll(new HistoryRoutes(migrations, store, events).routes());
    routes.addAll(new SourceRoutes(migrations, store, observations(settings)).routes());
    routes.addAll(new ChangeRoutes(migrations, store, applied, watch).routes());
    routes.addAll(new SnapshotRoutes(migrations, store).routes());
    routes.addAll(new PauseRoutes(migrations).routes());
    routes.addAll(
        new ProgressRoutes(
                migrations, store, new ProgressRoutes.Known(topics, reader, meters, rates))
            .routes());
  }

  private Map<String, Observations> observations(SyncSettings settings) {
    Map<String, Observations> told = new HashMap<>();
    for (Migration migration : migrations.all()) {
      told.put(
          migration.name(),
          closer.add("observations", Observations.open(migration, settings.kafka())));
    }
    return told;
  }

  /** Starts to consume. The migrations stay the caller's to close, after this service. */
  public static SyncService start(
      SyncSettings settings, Migrations migrations, MeterRegistry registry, InstantSource clock) {
    return new SyncService(settings, migrations, registry, clock);
  }

  @Override
  public List<Route> routes() {
    return DatabaseGuard.guard(routes);
  }

  /** {@code GET /openapi.yaml}, for a server with no other service on it. */
  public static Route openApi() {
    return OpenApiRoute.of(SyncService.class, "/openapi/sync.yaml");
  }

  @Override
  public void addChecks(Health health) {
    DatabaseCheck database = new DatabaseCheck(store, circuit, migrations);
    health.readiness("database", database::check);
    health.readiness("sync", database::applying);
    health.readiness(
        "log",
        () -> {
          Map<String, String> halted = meters.halted();
          return halted.isEmpty()
              ? HealthCheck.up("no partition stands still")
              : HealthCheck.down("halted: " + String.join("; ", halted.values()));
        });
    health.readiness("apply", this::applying);
  }

  /** A server that is away is told of by another check, and heals; a fault of our own does not. */
  private HealthCheck.Result applying() {
    List<String> failing = new ArrayList<>();
    meters
        .failing()
        .forEach(
            (partition, fault) -> {
              if (fault.tries() >= TRIES_BEFORE_ALARM && circuit.standing().since() == null) {
                failing.add(partition + " (" + fault.why() + ", " + fault.tries() + " times)");
              }
            });
    return failing.isEmpty()
        ? HealthCheck.up("what is tried goes well")
        : HealthCheck.down("fails again and again: " + String.join("; ", failing));
  }

  @Override
  public void endStreams() {
    watch.endAll();
  }

  /** Ends the batch in hand, leaves the group, closes the database. */
  @Override
  public void close() {
    closer.close();
  }
}
