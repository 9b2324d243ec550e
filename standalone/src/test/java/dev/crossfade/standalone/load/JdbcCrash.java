package dev.crossfade.standalone.load;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.demo.check.Progress;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Reads an old backend through {@code crossfade snapshot --jdbc}, a process of its own, which is
 * killed on the way and started again; then holds what is there against what was read.
 */
final class JdbcCrash {
  private static final String MEMORY = "-Xmx256m";
  private static final double KILLED_AT = 0.4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String MIGRATION = "documents";

  private final Path jar;
  private final Path directory;
  private final long rows;
  private final int batch;
  private final PrintStream out;

  /**
   * @param jar of the command line
   * @param directory a new one
   */
  JdbcCrash(Path jar, Path directory, long rows, int batch, PrintStream out) {
    this.jar = jar;
    this.directory = directory;
    this.rows = rows;
    this.batch = batch;
    this.out = out;
  }

  /**
   * Arguments: the jar, a new directory, the number of rows, the seed. Exit status 1 on failure.
   */
  public static void main(String[] arguments) throws Exception {
    JdbcCrash crash =
        new JdbcCrash(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Long.parseLong(arguments[2]),
            2_000,
            System.out);
    System.exit(crash.run(Long.parseLong(arguments[3])).passed() ? 0 : 1);
  }

  /**
   * What was found.
   *
   * @param atKill parts acknowledged when the process was killed
   * @param parts acknowledged in the end
   * @param again records that had arrived before the kill and were not sent again
   * @param notOnce records with another revision than 1
   * @param status of the second run
   */
  record Report(
      OldBackend.Content source,
      OldBackend.Content target,
      long atKill,
      long parts,
      boolean again,
      long notOnce,
      long parked,
      int status) {
    boolean passed() {
      return source.equals(target)
          && atKill > 0
          && atKill < parts
          && again
          && notOnce == 0
          && parked == 0
          && status == 0;
    }
  }

  Report run(long seed) throws IOException, InterruptedException, SQLException, TimeoutException {
    NodeSettings settings =
        NodeSettings.local(
            directory.resolve("data"),
            0,
            new DevelopmentAuthenticator(InstantSource.system()),
            MigrationFolder.find(MIGRATION));
    try (Node node = Node.start(settings, what -> {})) {
      OldBackend backend = OldBackend.make(node.database(), rows, seed);
      say(
          String.format(
              Locale.ROOT, "%,d rows in the old backend, of %d tenants", rows, OldBackend.TENANTS));
      long begin = System.nanoTime();
      Process first = start(node, backend, "first.log");
      long goal = Math.round(rows / (double) batch * KILLED_AT);
      await("the first parts", () -> parts() >= Math.max(1, goal) || !first.isAlive());
      first.destroyForcibly().waitFor();
      long atKill = parts();
      say(
          String.format(
              Locale.ROOT,
              "SIGKILL after %.1f s, with %,d parts acknowledged",
              since(begin),
              atKill));
      long secondBegin = System.nanoTime();
      Process second = start(node, backend, "second.log");
      int status = second.waitFor();
      double took = since(secondBegin);
      say(
          String.format(
              Locale.ROOT,
              "the same command again: exit status %d after %.1f s (%s)",
              status,
              took,
              MEMORY));
      for (String line : Files.readAllLines(directory.resolve("second.log"))) {
        out.println("  | " + line);
      }
      awaitApplied(node);
      double all = since(begin);
      say(
          String.format(
              Locale.ROOT,
              "all of it applied %.1f s after the first start: %,.0f records/s, the kill included",
              all,
              rows / all));
      return judge(backend, atKill, status);
    }
  }

  private Report judge(OldBackend backend, long atKill, int status)
      throws SQLException, IOException {
    String log = Files.readString(directory.resolve("second.log"));
    Report report =
        new Report(
            backend.source(),
            backend.target(),
            atKill,
            parts(),
            log.contains("had arrived before"),
            backend.number("SELECT count(*) FROM crossfade.record_state WHERE revision <> 1"),
            backend.number("SELECT count(*) FROM crossfade.parked_write"),
            status);
    say(
        String.format(
            Locale.ROOT,
            "source:  %,d rows, checksum %s",
            report.source().rows(),
            report.source().checksum()));
    say(
        String.format(
            Locale.ROOT,
            "target:  %,d rows, checksum %s",
            report.target().rows(),
            report.target().checksum()));
    say(
        String.format(
            Locale.ROOT,
            "records with another revision than 1: %,d; parked: %,d",
            report.notOnce(),
            report.parked()));
    say(report.passed() ? "PASSED: nothing lost, nothing twice" : "FAILED: " + report);
    return report;
  }

  private Process start(Node node, OldBackend backend, String log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                MEMORY,
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString(),
                "snapshot",
                "--url",
                node.url().toString(),
                "--migration",
                MIGRATION,
                "--source",
                "erp",
                "--jdbc",
                backend.url(),
                "--user",
                node.database().user(),
                "--query",
                OldBackend.QUERY,
                "--tenant-column",
                "grp",
                "--batch",
                Integer.toString(batch),
                "--state",
                state().toString()));
    builder.environment().put("CROSSFADE_JDBC_PASSWORD", node.database().password());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(log).toFile())
        .start();
  }

  private Path state() {
    return directory.resolve("state.jsonl");
  }

  /** The parts that the state file knows. */
  private long parts() throws IOException {
    if (!Files.exists(state())) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(state())) {
      return lines.filter(line -> line.startsWith("{\"part\":")).count();
    }
  }

  private void awaitApplied(Node node) throws IOException, InterruptedException, TimeoutException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      await(
          "sync",
          () -> {
            Optional<Progress> progress = Progress.ask(http, node.url(), MIGRATION);
            return progress.isPresent() && progress.get().lag() == 0;
          });
    }
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
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
