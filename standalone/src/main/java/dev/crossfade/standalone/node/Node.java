package dev.crossfade.standalone.node;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.log.Topics;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.embedded.DirectoryLock;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.ingest.IngestService;
import dev.crossfade.ingest.IngestSettings;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.kit.process.StopSignal;
import dev.crossfade.reconcile.ReconcilerService;
import dev.crossfade.reconcile.ReconcilerSettings;
import dev.crossfade.reconcile.run.RunLimits;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.sync.SyncService;
import dev.crossfade.sync.SyncSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Everything in this JVM: a broker, a database, and the services on one port, with all their data
 * in one directory. After SIGKILL a start on the same directory finds all that was acknowledged.
 * Safe for many threads.
 */
public final class Node implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration CONTROL = Duration.ofSeconds(20);
  private static final Duration SERVICES_STOP = Duration.ofSeconds(60);

  private final Closer closer;
  private final Path data;
  private final RunFile run;
  private final DatabaseAccess database;
  private final Migrations migrations;
  private final ServiceProcess services;
  private final PostgresServer postgres;

  private Node(NodeSettings settings, Closer closer, Consumer<String> progress)
      throws IOException, InterruptedException, TimeoutException {
    this.closer = closer;
    this.data = settings.data();
    closer.add("data directory", DirectoryLock.take(data));
    RunFile.remove(data);
    closer.add("run file", () -> RunFile.remove(data));
    ListenCheck.require(settings);
    ServedMigrations.requireDistinct(settings.blueprints());

    Servers servers = Servers.start(data, closer, progress);
    this.postgres = servers.postgres();
    this.database = servers.database(data);
    Map<String, String> client = Map.of("bootstrap.servers", servers.kafka().bootstrap());
    MigrationSetup setup = new MigrationSetup(client, settings.partitions());
    ServedMigrations served = ServedMigrations.of(settings.blueprints(), client);
    makeWhatIsMissing(served.told(), setup);

    this.migrations =
        closer.add("migrations", Migrations.open(served.names(), client, "/services/standalone"));
    publish(served.told(), migrations, setup);
    this.services = closer.add("services", serve(settings, client, migrations), SERVICES_STOP);
    awaitReady();
    this.run = describe(settings, migrations, servers.kafka().bootstrap());
    run.write(data);
  }

  /**
   * Starts all of it and returns when it is ready. A signal that ends the process closes it first.
   *
   * @param progress is told in a few words what has been reached, from any thread
   * @throws dev.crossfade.embedded.DirectoryInUseException when another process holds the data
   * @throws PortTakenException when something else listens there
   * @throws BlueprintRefusedException when a changed blueprint cannot take the published one's
   *     place
   * @throws IllegalArgumentException when two blueprints have the same name; in development mode
   *     with an address that is not loopback
   * @throws IllegalStateException when a server does not start; the message says why
   * @throws InterruptedException also when the process is told to stop meanwhile
   */
  public static Node start(NodeSettings settings, Consumer<String> progress)
      throws InterruptedException {
    Closer closer = new Closer();
    CountDownLatch settled = new CountDownLatch(1);
    // What is being started when the signal comes is closed as soon as it is there.
    StopSignal stop =
        StopSignal.closes(
            () -> {
              closer.close();
              settled.await();
            });
    closer.add("stop signal", stop::forget);
    try {
      return new Node(settings, closer, progress);
    } catch (IOException | TimeoutException | RuntimeException | InterruptedException e) {
      closer.close();
      if (stop.received()) {
        throw new InterruptedException("stopped while it was starting");
      }
      throw fault(e);
    } finally {
      settled.countDown();
    }
  }

  private static RuntimeException fault(Exception e) throws InterruptedException {
    return switch (e) {
      case RuntimeException fault -> fault;
      case InterruptedException interrupted -> throw interrupted;
      case IOException io -> new UncheckedIOException(io);
      default -> new IllegalStateException(e.getMessage(), e);
    };
  }

  private void makeWhatIsMissing(List<MigrationFolder> folders, MigrationSetup setup)
      throws InterruptedException {
    for (MigrationFolder folder : folders) {
      setup.createTopics(new Topics(folder.name()));
      UserTables.make(database, folder.name(), folder.schema());
    }
  }

  private ServiceProcess serve(
      NodeSettings settings, Map<String, String> client, Migrations migrations) {
    SyncSettings sync =
        new SyncSettings(
            client,
            new DatabaseSettings(database.url(), database.user(), database.password()),
            SyncSettings.CONNECTIONS,
            "standalone-" + ProcessHandle.current().pid(),
            SyncSettings.SESSION_TIMEOUT);
    return ServiceProcess.start(
        new ServiceProcess.Front(settings.authenticator(), settings.bind(), settings.port()),
        migrations,
        FrontRoutes.of(migrations.all().stream().map(Migration::name).toList()),
        (served, registry) ->
            IngestService.create(IngestSettings.defaults(), served, client, registry),
        (served, registry) -> SyncService.start(sync, served, registry, InstantSource.system()),
        (served, registry) ->
            ReconcilerService.start(
                reconciler(settings, client), served, registry, InstantSource.system()));
  }

  private ReconcilerSettings reconciler(NodeSettings settings, Map<String, String> client) {
    return new ReconcilerSettings(
        client,
        new DatabaseSettings(database.url(), database.user(), database.password()),
        ReconcilerSettings.CONNECTIONS,
        "standalone-" + UUID.randomUUID(),
        settings.data().resolve("fold"),
        RunLimits.DEFAULTS);
  }

  /** All are looked at before the first is published. */
  private void publish(List<MigrationFolder> folders, Migrations migrations, MigrationSetup setup)
      throws InterruptedException, TimeoutException {
    Map<String, Blueprint> told = new HashMap<>();
    folders.forEach(folder -> told.put(folder.name(), folder.blueprint()));
    List<Migration> changing =
        migrations.all().stream().filter(each -> told.containsKey(each.name())).toList();
    for (Migration migration : changing) {
      Blueprint next = Objects.requireNonNull(told.get(migration.name()));
      if (!migration.control().awaitEnd(CONTROL)) {
        throw new TimeoutException("The control topic of " + next.name() + " cannot be read.");
      }
      migration.blueprint().ifPresent(was -> ChangedBlueprint.require(was, next, database));
    }
    for (Migration migration : changing) {
      setup.publish(migration, Objects.requireNonNull(told.get(migration.name())));
    }
  }

  private void awaitReady() throws InterruptedException, TimeoutException {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + READY.toNanos();
    Map<String, HealthCheck.Result> checks = services.health().readiness();
    while (!checks.values().stream().allMatch(HealthCheck.Result.Up.class::isInstance)) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("Not ready within " + READY.toSeconds() + " s: " + checks);
      }
      never.await(20, TimeUnit.MILLISECONDS);
      checks = services.health().readiness();
    }
  }

  private RunFile describe(NodeSettings settings, Migrations migrations, String bootstrap) {
    Map<String, RunFile.Served> served = new LinkedHashMap<>();
    for (Migration migration : migrations.all()) {
      served.put(
          migration.name(),
          new RunFile.Served(
              migration.blueprint().orElseThrow().digest().hex(),
              migration.log().orElseThrow().partitions(),
              migration.topics().changes()));
    }
    String host = settings.bind().contains(":") ? "[" + settings.bind() + "]" : settings.bind();
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("crossfade", ProcessHandle.current().pid());
    pids.put("postgres", postgres.pid());
    return new RunFile(
        "http://" + host + ":" + services.port(),
        new RunFile.Kafka(bootstrap),
        new RunFile.Database(database.url(), database.user(), database.passwordFile().toString()),
        pids,
        served,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Where the services answer, without a slash at the end. */
  public URI url() {
    return URI.create(run.url());
  }

  /** The broker's address for clients. */
  public String bootstrap() {
    return run.kafka().bootstrap();
  }

  /** How the database is reached. */
  public DatabaseAccess database() {
    return database;
  }

  /** The postmaster's process id now; another one after it was killed. */
  public long postgresPid() {
    return postgres.pid();
  }

  /** The directory in which everything is kept. */
  public Path data() {
    return data;
  }

  /** What {@code run.json} says. */
  public RunFile run() {
    return run;
  }

  /** The migrations served. */
  public List<String> migrations() {
    return List.copyOf(run.migrations().keySet());
  }

  /**
   * The current blueprint of one of them.
   *
   * @throws java.util.NoSuchElementException when it is not served
   */
  public Blueprint blueprint(String migration) {
    return migrations.all().stream()
        .filter(each -> each.name().equals(migration))
        .findFirst()
        .flatMap(Migration::blueprint)
        .orElseThrow();
  }

  /** All operations that the port answers. */
  public List<Route> routes() {
    return services.routes();
  }

  /**
   * Takes no more requests, ends the batches in hand, sends what is left, stops the database, then
   * the broker. Safe to call twice; whoever comes second waits for the first.
   */
  @Override
  public void close() {
    closer.close();
  }
}
