package dev.crossfade.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server under this JVM, on the loopback address only, with a database {@code
 * crossfade}.
 *
 * <p>Committed rows survive {@link #close()}, SIGKILL of the server and SIGKILL of this JVM, and
 * power loss as far as the disk keeps its word: {@code fsync}, {@code full_page_writes} and {@code
 * synchronous_commit} are on. A server that ends unasked is started again on the same port until
 * {@link #close()}; one left behind by a killed JVM is stopped at the next start. Instances may be
 * used from any thread.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final String DATABASE = "crossfade";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  // Recovery after a crash replays at most what was written since the last checkpoint.
  private static final Duration READY_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final DirectoryLock lock;
  private final PostgresCluster cluster;
  private final int port;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread watcher;
  private volatile Process postmaster;

  private PostgresServer(
      DirectoryLock lock, PostgresCluster cluster, int port, Process postmaster) {
    this.lock = lock;
    this.cluster = cluster;
    this.port = port;
    this.postmaster = postmaster;
    this.watcher = Thread.ofPlatform().name("postgres-watch").daemon().unstarted(this::watch);
  }

  /**
   * Starts the server and returns when it accepts connections and the database exists.
   *
   * @param dataDirectory created and initialized when missing
   * @param port of 127.0.0.1, or 0 for a free one
   * @throws DirectoryInUseException when another live process holds the directory
   * @throws IllegalStateException when the port is taken, or PostgreSQL does not start; the message
   *     says why
   */
  public static PostgresServer start(Path dataDirectory, int port) {
    try {
      DirectoryLock lock = DirectoryLock.take(dataDirectory);
      try {
        PostgresCluster cluster = PostgresCluster.open(dataDirectory.toRealPath());
        stopOrphan(cluster);
        int chosen = LoopbackPort.choose(port);
        cluster.initialize();
        PostgresServer server =
            new PostgresServer(lock, cluster, chosen, firstPostmaster(cluster, chosen));
        server.watcher.start();
        server.createDatabase();
        return server;
      } catch (IOException | InterruptedException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while PostgreSQL was starting.", e);
    }
  }

  /** The database's address for JDBC, without user and password. */
  public String jdbcUrl() {
    return urlOf(DATABASE);
  }

  /** The user's name: the owner of the database and the server's only role, a superuser. */
  public String user() {
    return PostgresCluster.USER;
  }

  /** The user's password; the same for the life of the data directory. */
  public String password() {
    return cluster.password();
  }

  /** The port of 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The process id of the postmaster now; another one after a restart. */
  public long pid() {
    return postmaster.pid();
  }

  /**
   * Ends the sessions and stops the server, within 35 s; the directory is free afterwards. Safe to
   * call twice.
   */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      if (closing.getCount() == 0) {
        return;
      }
      closing.countDown();
      last = postmaster;
    }
    try {
      if (!cluster.stop(last.toHandle())) {
        log.warn("PostgreSQL (process {}) did not stop.", last.pid());
      }
      watcher.join(Duration.ofSeconds(5));
      lock.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stopOrphan(PostgresCluster cluster) throws IOException, InterruptedException {
    Optional<ProcessHandle> orphan = PostmasterFile.running(cluster.path());
    if (orphan.isEmpty()) {
      return;
    }
    log.info(
        "Stopping PostgreSQL (process {}), which an earlier run left behind.", orphan.get().pid());
    if (!cluster.stop(orphan.get())) {
      throw new IllegalStateException(
          "PostgreSQL (process "
              + orphan.get().pid()
              + "), left behind by an earlier run, does not stop.");
    }
  }

  /**
   * Tries again for a while: after SIGKILL of a postmaster its backends hold the directory a little
   * longer.
   */
  private static Process firstPostmaster(PostgresCluster cluster, int port)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (System.nanoTime() < deadline) {
      Process postmaster = cluster.launch(port);
      if (readyOrStopped(cluster, postmaster)) {
        return postmaster;
      }
      if (never.await(250, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IllegalStateException("PostgreSQL does not start:\n" + cluster.endOfLog());
  }

  /** False when the postmaster ended; where waiting for it fails, it is told to stop. */
  private static boolean readyOrStopped(PostgresCluster cluster, Process postmaster)
      throws IOException, InterruptedException {
    boolean answered = false;
    try {
      boolean ready = cluster.awaitReady(postmaster, READY_TIMEOUT);
      answered = true;
      return ready;
    } finally {
      if (!answered) {
        postmaster.destroy();
      }
    }
  }

  private void watch() {
    try {
      Duration pause = SHORTEST_PAUSE;
      while (true) {
        long started = System.nanoTime();
        int status = postmaster.waitFor();
        if (closing.getCount() == 0) {
          return;
        }
        boolean lived = System.nanoTime() - started > LONGEST_PAUSE.toNanos();
        pause = lived ? SHORTEST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        log.warn(
            "PostgreSQL (process {}) ended with status {}; it is started again in {} ms.",
            pid(),
            status,
            pause.toMillis());
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS) || !restarted()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the server is closing. A failed start shows as a process that has ended. */
  private boolean restarted() throws InterruptedException {
    try {
      Process next;
      synchronized (this) {
        if (closing.getCount() == 0) {
          return false;
        }
        next = cluster.launch(port);
        postmaster = next;
      }
      if (cluster.awaitReady(next, READY_TIMEOUT)) {
        log.info("PostgreSQL is back on port {} (process {}).", port, next.pid());
      }
    } catch (IOException | IllegalStateException e) {
      log.warn("PostgreSQL could not be started again.", e);
    }
    return true;
  }

  private void createDatabase() {
    try (Connection connection =
            DriverManager.getConnection(urlOf("postgres"), user(), password());
        Statement statement = connection.createStatement()) {
      boolean missing;
      try (var found =
          statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        missing = !found.next();
      }
      if (missing) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException e) {
      close();
      throw new IllegalStateException("The database " + DATABASE + " could not be created.", e);
    }
  }

  private String urlOf(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
