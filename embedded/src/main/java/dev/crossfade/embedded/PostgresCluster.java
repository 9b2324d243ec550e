package dev.crossfade.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One data directory and the commands on it. In it lie {@code cluster} (PostgreSQL's own), {@code
 * password} and {@code server.log}.
 */
final class PostgresCluster {
  static final String USER = "crossfade";
  private static final long LOG_LIMIT = 10L * 1024 * 1024;
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path directory;
  private final PostgresBinaries binaries;
  private final PostgresAccount account;
  private final String password;

  private PostgresCluster(
      Path directory, PostgresBinaries binaries, PostgresAccount account, String password) {
    this.directory = directory;
    this.binaries = binaries;
    this.account = account;
    this.password = password;
  }

  static PostgresCluster open(Path directory) throws IOException, InterruptedException {
    PostgresAccount account = PostgresAccount.current();
    PostgresBinaries binaries = PostgresBinaries.forAccount(account, directory);
    PostgresCluster cluster =
        new PostgresCluster(directory, binaries, account, passwordIn(directory));
    account.own(directory);
    return cluster;
  }

  Path path() {
    return directory.resolve("cluster");
  }

  String password() {
    return password;
  }

  /**
   * Runs initdb where needed, beside the place, so that a run killed in between leaves nothing half
   * done.
   */
  void initialize() throws IOException, InterruptedException {
    if (Files.exists(path())) {
      return;
    }
    Path unfinished = directory.resolve("cluster.unfinished");
    Directories.delete(unfinished);
    List<String> arguments =
        List.of(
            "--pgdata=" + unfinished,
            "--username=" + USER,
            "--pwfile=" + directory.resolve("password"),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C");
    if (start(account.command(binaries.program("initdb"), arguments)).waitFor() != 0) {
      throw new IllegalStateException("PostgreSQL's initdb failed:\n" + endOfLog());
    }
    Files.move(unfinished, path(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts a postmaster and returns at once. */
  Process launch(int port) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-D", path().toString()));
    settings(port).forEach(setting -> arguments.addAll(List.of("-c", setting)));
    ProcessBuilder builder = account.command(binaries.program("postgres"), arguments);
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // Out of the terminal's process group: Ctrl-C must reach the services first and the database
      // last.
      builder.command().addFirst("/usr/bin/setsid");
    }
    return start(builder);
  }

  /** Waits until the postmaster accepts connections. False when it ended instead. */
  boolean awaitReady(Process postmaster, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!postmaster.waitFor(POLL)) {
      boolean ready =
          PostmasterFile.in(path())
              .filter(f -> f.ready() && f.pid() == postmaster.pid())
              .isPresent();
      if (ready) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "PostgreSQL is not ready after " + timeout + ":\n" + endOfLog());
      }
    }
    return false;
  }

  /** Stops a postmaster: fast, then immediately, then by SIGKILL. False when it lives on. */
  boolean stop(ProcessHandle postmaster) throws IOException, InterruptedException {
    // SIGINT and SIGQUIT: https://www.postgresql.org/docs/18/server-shutdown.html
    return signalled(postmaster, "INT", Duration.ofSeconds(20))
        || signalled(postmaster, "QUIT", Duration.ofSeconds(10))
        || signalled(postmaster, "KILL", Duration.ofSeconds(5));
  }

  private boolean signalled(ProcessHandle postmaster, String signal, Duration timeout)
      throws IOException, InterruptedException {
    List<String> arguments = List.of("kill", signal, Long.toString(postmaster.pid()));
    start(account.command(binaries.program("pg_ctl"), arguments)).waitFor();
    try {
      postmaster.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      // Where nobody collects orphans, an ended one keeps its process id; the file it removes last
      // tells.
      return PostmasterFile.in(path()).isEmpty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> settings(int port) {
    return List.of(
        "port=" + port,
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=100",
        "shared_buffers=128MB",
        "synchronous_commit=on",
        "fsync=on",
        "full_page_writes=on",
        "jit=off",
        "timezone=UTC",
        "log_timezone=UTC",
        "lc_messages=C",
        "log_checkpoints=off",
        // Statements and details hold the users' data.
        "log_min_error_statement=panic",
        "log_error_verbosity=terse");
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Path log = log();
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(log, directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return builder
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private Path log() {
    return directory.resolve("server.log");
  }

  /** The last lines of the server's log, for error messages. */
  String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log(), UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /** The password, drawn at the first start and kept in a file that only its owner reads. */
  private static String passwordIn(Path directory) throws IOException {
    Path file = directory.resolve("password");
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path unfinished = directory.resolve("password.unfinished");
      Files.deleteIfExists(unfinished);
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Files.createFile(unfinished, ownerOnly);
      Files.writeString(unfinished, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }
}
