package dev.crossfade.standalone.demo;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.process.StopSignal;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crossfade demo}: everything embedded, live writers, a self-check. */
@Command(
    name = "demo",
    description =
        "Starts everything on a fresh directory, lets the writers of several tenants loose on it,"
            + " moves the reads to PostgreSQL step by step while they write, and checks that all"
            + " they were promised is there.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--blueprint",
      paramLabel = "NAME|DIR",
      defaultValue = MigrationFolder.DEFAULT,
      description =
          "Whose records: a blueprint that comes along, or a blueprint's folder (default:"
              + " ${DEFAULT-VALUE}).")
  private String blueprint = MigrationFolder.DEFAULT;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long the writers are alone at work (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same number gives the same records (default: another one each time).")
  private @Nullable Long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A new directory, which is kept (default: a temporary one).")
  private @Nullable Path data;

  @Option(names = "--stay", description = "Go on running after the check, until Ctrl-C.")
  private boolean stay;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "The tenants' size, against what sample.yaml says (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Changes a second, all writers together (default: as many as go).")
  private double rate;

  @Option(
      names = "--no-cutover",
      description = "Leave out the second half: the reads that move while the writers go on.")
  private boolean staysWithLegacy;

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    requireSound();
    MigrationFolder folder = folder();
    Path given = data;
    Path directory = given == null ? temporary() : given.toAbsolutePath().normalize();
    requireFresh(directory);
    boolean keeps = given != null || stay;
    Screen screen = Screen.of(Objects.requireNonNull(spec).commandLine().getOut(), System.getenv());
    boolean passed;
    try {
      passed = run(folder, directory, keeps, screen);
    } finally {
      if (!keeps) {
        delete(directory);
      }
    }
    screen.say(
        keeps
            ? "The data stays in "
                + directory
                + ". Go on with it: ./crossfade up --data "
                + directory
            : "Next: ./crossfade demo --stay goes on running, to look around; ./crossfade up starts"
                + " an empty one that lasts.");
    return passed ? 0 : 1;
  }

  private boolean run(MigrationFolder folder, Path directory, boolean keeps, Screen screen)
      throws IOException, InterruptedException, SQLException {
    long begin = System.nanoTime();
    NodeSettings settings =
        NodeSettings.local(
            directory, port, new DevelopmentAuthenticator(InstantSource.system()), folder);
    screen.say("Starting Kafka, PostgreSQL and the services in this process…");
    try (Node node = Node.start(settings, what -> {});
        HttpClient http = HttpClient.newHttpClient();
        History history = History.writing(directory.resolve("demo").resolve("history.jsonl"))) {
      StopSignal signal = StopSignal.closes(() -> leave(node, directory, keeps));
      screen.good(
          String.format(
              Locale.ROOT,
              "ready at %s after %.1f s",
              node.url(),
              (System.nanoTime() - begin) / 1e9));
      try {
        return run(folder, node, history, http, screen);
      } catch (IOException | SQLException | RuntimeException e) {
        if (signal.received()) {
          // The servers went away because the process ends: nobody needs to be told.
          StopSignal.await();
        }
        throw e;
      } finally {
        signal.forget();
      }
    }
  }

  private static void leave(Node node, Path directory, boolean keeps) throws IOException {
    node.close();
    if (!keeps) {
      delete(directory);
    }
  }

  private boolean run(
      MigrationFolder folder, Node node, History history, HttpClient http, Screen screen)
      throws IOException, InterruptedException, SQLException {
    Demo.Settings what =
        new Demo.Settings(
            folder, seedOrAny(), Duration.ofSeconds(seconds), scale, rate, !staysWithLegacy);
    boolean passed = new Demo(what, node, screen, http).run(history);
    if (stay) {
      Summary.tryNext(screen, what, node.url(), psql(node.database()));
      screen.say("");
      screen.say("Ctrl-C stops it; the data stays in " + node.data());
      StopSignal.await();
    }
    screen.say("");
    return passed;
  }

  /** Before anything is started. */
  private MigrationFolder folder() {
    try {
      return MigrationFolder.find(blueprint);
    } catch (IllegalArgumentException e) {
      throw usage("--blueprint: " + e.getMessage());
    }
  }

  private long seedOrAny() {
    Long given = seed;
    return given == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : given;
  }

  private void requireSound() {
    if (port < 0 || port > MAX_PORT) {
      throw usage("--port: " + port + " is not from 0 to " + MAX_PORT);
    }
    if (seconds < 0 || seconds > 86_400) {
      throw usage("--seconds: " + seconds + " is not from 0 to 86400");
    }
    if (!(scale > 0 && scale <= 100)) {
      throw usage("--scale: " + scale + " is not above 0 and at most 100");
    }
    if (!(rate >= 0)) {
      throw usage("--rate: " + rate + " is below 0");
    }
  }

  /** The check counts every row, so nobody else's may be there. */
  private void requireFresh(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> content = Files.list(directory)) {
        if (content.findAny().isPresent()) {
          throw usage("--data: " + directory + " is not empty; the demo needs a new directory.");
        }
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static Path temporary() {
    long number = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    return Path.of(System.getProperty("java.io.tmpdir"))
        .resolve("crossfade-demo-" + Long.toString(number, 36));
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted().toList().reversed()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String psql(DatabaseAccess database) {
    URI server = URI.create(database.url().substring("jdbc:".length()));
    return "PGPASSWORD=$(cat '%s') psql -h %s -p %d -U %s %s"
        .formatted(
            database.passwordFile(),
            server.getHost(),
            server.getPort(),
            database.user(),
            server.getPath().substring(1));
  }
}
