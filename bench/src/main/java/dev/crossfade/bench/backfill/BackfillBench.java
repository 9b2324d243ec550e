package dev.crossfade.bench.backfill;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A backfill through the whole path: HTTP, decoding, validation, Kafka with a flush at each append,
 * sync, PostgreSQL's rows; all in this JVM and on this machine.
 */
@Command(
    name = "backfill",
    description = "How fast a legacy store gets into PostgreSQL, and what that costs.",
    mixinStandardHelpOptions = true)
final class BackfillBench implements Callable<Integer> {
  private static final double MIB = 1024.0 * 1024;
  // What the product that this one learned from said of itself.
  private static final double LEAST_RATE = 1_000;
  private static final double MOST_HEAP_MIB = 100;
  private static final double MOST_VALIDATION = 0.05;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--records", defaultValue = "10000", description = "(default: ${DEFAULT-VALUE})")
  private int count;

  @Option(names = "--rounds", defaultValue = "5", description = "(default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      description = "Rounds that are not counted (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(names = "--seed", defaultValue = "1", description = "(default: ${DEFAULT-VALUE})")
  private long seed;

  /** Exit status 1 when a limit is not kept. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BackfillBench()).execute(arguments));
  }

  /** The medians of one form's rounds. */
  private record Median(
      double rate, double toLog, double alive, double most, double validation, double mib) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Path directory = Files.createTempDirectory("crossfade-bench");
    MigrationFolder folder = MigrationFolder.find("agent-tasks");
    NodeSettings settings =
        NodeSettings.local(
            directory, 0, new DevelopmentAuthenticator(InstantSource.system()), folder);
    try (Node node = Node.start(settings, what -> {});
        HttpClient http = HttpClient.newHttpClient()) {
      boolean kept = measure(out, new Backfill(node, folder.blueprint(), http), folder);
      out.flush();
      return kept ? 0 : 1;
    } finally {
      delete(directory);
    }
  }

  private boolean measure(PrintWriter out, Backfill backfill, MigrationFolder folder)
      throws IOException, InterruptedException {
    Blueprint blueprint = folder.blueprint();
    TaskRecords records = TaskRecords.make(blueprint.domain("tasks").orElseThrow(), count, seed);
    Validation validation = new Validation(blueprint, records);
    Map<Form, List<Backfill.Round>> measured = new EnumMap<>(Form.class);
    List<Long> judged = new ArrayList<>();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d records of agent-tasks, seed %d; %d rounds after %d to warm up, the forms in turn",
            count,
            seed,
            rounds,
            warmUp));
    for (int i = 0; i < warmUp + rounds; i++) {
      for (Form form : Form.values()) {
        String tenant = "bench-%s-%d".formatted(form.name().toLowerCase(Locale.ROOT), i);
        Backfill.Round round = backfill.run(form, records, tenant);
        if (i >= warmUp) {
          measured.computeIfAbsent(form, f -> new ArrayList<>()).add(round);
        }
      }
      long nanos = validation.run();
      if (i >= warmUp) {
        judged.add(nanos);
      }
    }
    double judging = median(judged, nanos -> nanos);
    boolean kept = true;
    for (Form form : Form.values()) {
      long most = backfill.heap(form, records, "bench-heap-" + form.ordinal());
      Median median = median(Objects.requireNonNull(measured.get(form)), judging, most);
      kept &= tell(out, form, median);
    }
    return kept;
  }

  private Median median(List<Backfill.Round> rounds, double judging, long most) {
    double nanos = median(rounds, Backfill.Round::nanos);
    return new Median(
        count / (nanos / 1e9),
        count / (median(rounds, Backfill.Round::answered) / 1e9),
        median(rounds, Backfill.Round::alive) / MIB,
        most / MIB,
        judging / nanos,
        median(rounds, Backfill.Round::bytes) / MIB);
  }

  private static <T> double median(List<T> values, ToDoubleFunction<T> figure) {
    double[] sorted = values.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static boolean tell(PrintWriter out, Form form, Median median) {
    out.println(String.format(Locale.ROOT, "%n%s (%.1f MiB)", form.words(), median.mib()));
    boolean fast = median.rate() > LEAST_RATE;
    boolean small = median.alive() < MOST_HEAP_MIB && median.most() < MOST_HEAP_MIB;
    boolean cheap = median.validation() < MOST_VALIDATION;
    out.println(
        String.format(
            Locale.ROOT,
            "  %s  %,.0f records/s until all rows are in PostgreSQL (in the log: %,.0f/s); more"
                + " than %,.0f",
            verdict(fast),
            median.rate(),
            median.toLog(),
            LEAST_RATE));
    out.println(
        String.format(
            Locale.ROOT,
            "  %s  heap grew by %.1f MiB that stayed, and by %.1f at most on the way;"
                + " below %.0f",
            verdict(small),
            median.alive(),
            median.most(),
            MOST_HEAP_MIB));
    out.println(
        String.format(
            Locale.ROOT,
            "  %s  validation (schema, id, mapping) is %.1f %% of that time; below %.0f %%",
            verdict(cheap),
            median.validation() * 100,
            MOST_VALIDATION * 100));
    return fast && small && cheap;
  }

  private static String verdict(boolean passed) {
    return passed ? "pass" : "FAIL";
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted().toList().reversed()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
