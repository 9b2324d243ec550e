package dev.crossfade.standalone.campaign;

import dev.crossfade.core.log.Topics;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.testsupport.CuttingProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * The system under test on ports and data of its own: a broker, ingest and two syncs, each a
 * process, and a PostgreSQL that the syncs reach through a proxy.
 */
final class Site implements AutoCloseable {
  static final int PARTITIONS = 6;
  private static final Duration START = Duration.ofSeconds(60);

  /** The processes that can be killed and stopped. */
  enum Part {
    BROKER,
    INGEST,
    FIRST_SYNC,
    SECOND_SYNC
  }

  private final Path jar;
  private final Path directory;
  private final HttpClient http;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<Part, Integer> ports;
  private final Map<Part, ChildProcess> parts = new java.util.EnumMap<>(Part.class);
  private final PostgresServer postgres;
  private final CuttingProxy proxy;
  private final List<String> served;
  private boolean brokerMayEnd;

  /**
   * Starts all of it and returns when it is ready.
   *
   * @param jar of the command line
   * @param disks where broker and database keep their data
   */
  Site(Path jar, Path directory, Disks disks, HttpClient http, List<MigrationFolder> folders)
      throws Exception {
    this.jar = jar;
    this.directory = directory;
    this.http = http;
    this.served = folders.stream().map(MigrationFolder::name).toList();
    this.ports =
        Map.of(
            Part.BROKER, freePort(),
            Part.INGEST, freePort(),
            Part.FIRST_SYNC, freePort(),
            Part.SECOND_SYNC, freePort());
    try {
      parts.put(Part.BROKER, startBroker(disks.broker()));
      this.postgres = closing(PostgresServer.start(disks.database(), 0));
      this.proxy = closing(new CuttingProxy(postgres.jdbcUrl()));
      Waiting.await("the broker", START, this::brokerAnswers);
      for (MigrationFolder folder : folders) {
        makeTables(folder);
        publish(folder);
      }
      for (Part part : List.of(Part.INGEST, Part.FIRST_SYNC, Part.SECOND_SYNC)) {
        parts.put(part, startService(part));
      }
      for (Part part : List.of(Part.INGEST, Part.FIRST_SYNC, Part.SECOND_SYNC)) {
        Waiting.await(part + " to be ready", START, () -> isReady(part));
      }
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Where data lies. */
  record Disks(Path broker, Path database) {}

  private <T extends AutoCloseable> T closing(T one) {
    open.push(one);
    return one;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private ChildProcess startBroker(Path data) throws IOException {
    return ChildProcess.start(
        List.of("-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName()),
        directory.resolve("broker.log"),
        Map.of(),
        List.of(data.toString(), String.valueOf(ports.get(Part.BROKER))));
  }

  private ChildProcess startService(Part part) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(part == Part.INGEST ? "ingest" : "sync");
    arguments.addAll(List.of("--port", String.valueOf(ports.get(part)), "--kafka", bootstrap()));
    served.forEach(name -> arguments.addAll(List.of("--migration", name)));
    if (part != Part.INGEST) {
      arguments.addAll(List.of("--database", proxy.through(postgres.jdbcUrl())));
    }
    Path shared = directory.resolveSibling((part == Part.INGEST ? "ingest" : "sync") + ".jsa");
    return ChildProcess.start(
        List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + shared,
            "-jar",
            jar.toString()),
        directory.resolve(part.name().toLowerCase(java.util.Locale.ROOT) + ".log"),
        Map.of(
            "CROSSFADE_DATABASE_USER",
            postgres.user(),
            "CROSSFADE_DATABASE_PASSWORD",
            postgres.password()),
        arguments);
  }

  private boolean brokerAnswers() throws Exception {
    try (Admin admin = admin()) {
      return !admin.describeCluster().nodes().get().isEmpty();
    }
  }

  Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers", bootstrap(),
            "request.timeout.ms", "2000",
            "default.api.timeout.ms", "3000"));
  }

  private void makeTables(MigrationFolder folder) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(folder.schema());
    }
  }

  private void publish(MigrationFolder folder) throws InterruptedException, TimeoutException {
    Map<String, String> client = Map.of("bootstrap.servers", bootstrap());
    MigrationSetup setup = new MigrationSetup(client, PARTITIONS);
    setup.createTopics(new Topics(folder.name()));
    try (Migration migration =
        Migration.open(folder.name(), client, "/services/campaign", InstantSource.system())) {
      setup.publish(migration, folder.blueprint());
    }
  }

  private boolean isReady(Part part) throws IOException, InterruptedException {
    if (!part(part).alive()) {
      throw new IllegalStateException(part + " has ended: see its log");
    }
    HttpRequest request =
        HttpRequest.newBuilder(url(part).resolve("/health/ready"))
            .timeout(Duration.ofSeconds(2))
            .GET()
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  String bootstrap() {
    return "127.0.0.1:" + ports.get(Part.BROKER);
  }

  URI url(Part part) {
    return URI.create("http://127.0.0.1:" + ports.get(part));
  }

  PostgresServer postgres() {
    return postgres;
  }

  CuttingProxy proxy() {
    return proxy;
  }

  /** A fault of its storage ends a broker, at once or a while later. */
  void brokerStorageFailed() {
    brokerMayEnd = true;
  }

  /** Starts a broker again that its storage has ended, as its supervisor would. */
  void startBrokerIfEnded() throws IOException {
    ChildProcess broker = part(Part.BROKER);
    if (brokerMayEnd && !broker.alive()) {
      broker.startAgain();
    }
  }

  ChildProcess part(Part part) {
    return java.util.Objects.requireNonNull(parts.get(part));
  }

  /** A connection past the proxy. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl() + "?connectTimeout=3&socketTimeout=20",
        postgres.user(),
        postgres.password());
  }

  /** Parts that have ended by themselves. */
  List<Part> ended() {
    return parts.entrySet().stream()
        .filter(p -> !p.getValue().alive())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the site cannot be closed", e);
    }
  }

  private void stop() throws Exception {
    for (Part part : List.of(Part.INGEST, Part.FIRST_SYNC, Part.SECOND_SYNC, Part.BROKER)) {
      ChildProcess process = parts.get(part);
      if (process != null && process.alive()) {
        process.goOn();
        // Its archive of classes is written at an orderly end, in the first round.
        boolean orderly =
            part != Part.BROKER
                && !Files.exists(
                    directory.resolveSibling((part == Part.INGEST ? "ingest" : "sync") + ".jsa"));
        if (orderly) {
          process.stop();
        } else {
          process.kill();
        }
      }
    }
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
