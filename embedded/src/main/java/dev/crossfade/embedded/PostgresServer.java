package dev.crossfade.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
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

  private final DirectoryLock lock;
  private final PostgresCluster cluster;
  private final int port;
  private final Postmaster postmaster;

  private PostgresServer(
      DirectoryLock lock, PostgresCluster cluster, int port, Postmaster postmaster) {
    this.lock = lock;
    this.cluster = cluster;
    this.port = port;
    this.postmaster = postmaster;
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
            new PostgresServer(lock, cluster, chosen, Postmaster.start(cluster, chosen));
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
    return jdbcUrl(DATABASE);
  }

  /** The address for JDBC of another database of this server. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
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
   * The process id of the postmaster that serves from the directory now, whoever started it; empty
   * when none does.
   */
  public static OptionalLong pidOn(Path dataDirectory) throws IOException {
    if (!Files.exists(dataDirectory)) {
      return OptionalLong.empty();
    }
    return PostmasterFile.running(dataDirectory.toRealPath().resolve("cluster")).stream()
        .mapToLong(ProcessHandle::pid)
        .findAny();
  }

  /** The file in the data directory that holds the user's password, readable by its owner only. */
  public static Path passwordFile(Path dataDirectory) {
    return dataDirectory.resolve("password");
  }

  /**
   * Ends the sessions and stops the server, within 40 s; the directory is free afterwards. Safe to
   * call twice.
   */
  @Override
  public void close() {
    try {
      if (!postmaster.stop()) {
        log.warn("PostgreSQL (process {}) did not stop.", pid());
      }
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

  private void createDatabase() {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl("postgres"), user(), password());
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
}
