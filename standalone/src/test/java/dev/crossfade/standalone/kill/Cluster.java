package dev.crossfade.standalone.kill;

import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.standalone.demo.check.Progress;
import dev.crossfade.standalone.node.RunFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A node and a second sync process beside it, both processes of their own, on one directory. */
final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration JOIN = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Path jar;
  private final Path directory;
  private final HttpClient http;
  private final int port;
  private ChildProcess node;
  private ChildProcess sync;

  Cluster(Path jar, Path directory, HttpClient http)
      throws IOException, InterruptedException, TimeoutException {
    this.jar = jar;
    this.directory = directory;
    this.http = http;
    this.port = freePort();
    Files.createDirectories(directory);
    this.node = startNode();
    this.sync = startSync();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  RunFile run() throws IOException {
    return RunFile.in(data()).orElseThrow();
  }

  String databasePassword() throws IOException {
    return Files.readString(Path.of(run().database().passwordFile())).strip();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private ChildProcess startNode() throws IOException, InterruptedException, TimeoutException {
    Files.deleteIfExists(data().resolve("run.json"));
    ChildProcess started =
        ChildProcess.start(
            jar,
            directory.resolve("node.log"),
            Map.of(),
            List.of("up", "--port", Integer.toString(port), "--data", data().toString()));
    await(
        "the node",
        () -> {
          if (!started.alive()) {
            throw new IllegalStateException("the node ended at its start: see node.log");
          }
          return Files.exists(data().resolve("run.json"));
        });
    return started;
  }

  private ChildProcess startSync() throws IOException {
    RunFile run = run();
    return ChildProcess.start(
        jar,
        directory.resolve("sync.log"),
        Map.of(
            "CROSSFADE_DATABASE_USER",
            run.database().user(),
            "CROSSFADE_DATABASE_PASSWORD",
            databasePassword()),
        List.of(
            "sync",
            "--port",
            "0",
            "--kafka",
            run.kafka().bootstrap(),
            "--database",
            run.database().url()));
  }

  /**
   * Broker and database may be elsewhere afterwards, so the second sync process starts anew too.
   */
  void killNode() throws IOException, InterruptedException, TimeoutException {
    node.kill();
    node = startNode();
    killSync();
  }

  void killSync() throws IOException, InterruptedException {
    sync.kill();
    sync = startSync();
  }

  void killPostgres() throws IOException {
    long pid = PostgresServer.pidOn(data().resolve("postgres")).orElseThrow();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  void pauseSync(Duration time) throws IOException, InterruptedException {
    sync.pause();
    pause(time);
    sync.goOn();
  }

  /**
   * Gives the second sync process some time to take part.
   *
   * @return how many of these partitions it has; 0 when it came to none of them
   */
  int awaitShared(Set<Integer> partitions) throws IOException, InterruptedException {
    try (SyncGroup group = new SyncGroup(run().kafka().bootstrap())) {
      long end = System.nanoTime() + JOIN.toNanos();
      Set<Integer> common = new HashSet<>();
      while (common.isEmpty() && System.nanoTime() < end) {
        pause(LOOK_EVERY);
        common.addAll(group.ofSecond());
        common.retainAll(partitions);
      }
      return common.size();
    }
  }

  /** What the node says of its progress. */
  Optional<Progress> progress() throws InterruptedException {
    return Progress.ask(http, url(), "school");
  }

  /** Waits until the node says how far it is, and then until all that it named is applied. */
  void awaitRecovered() throws IOException, InterruptedException, TimeoutException {
    Progress[] then = new Progress[1];
    await(
        "the node's answer",
        () -> {
          then[0] = progress().orElse(null);
          return then[0] != null;
        });
    Progress goal = Objects.requireNonNull(then[0]);
    await("progress", () -> progress().filter(now -> now.reached(goal)).isPresent());
  }

  /** Whether both processes still run. */
  boolean alive() {
    return node.alive() && sync.alive();
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException, TimeoutException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("Waited " + PATIENCE.toSeconds() + " s in vain for " + what);
      }
      pause(LOOK_EVERY);
    }
  }

  /** Lets time pass: faults are to come at certain moments. */
  static void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  @Override
  public void close() {
    try {
      sync.stop();
      node.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
