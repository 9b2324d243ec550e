package dev.crossfade.standalone.kill;

import dev.crossfade.standalone.demo.check.Difference;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Seeded rounds, one line each; the directory of a round that fails is kept. */
final class KillRounds {
  private final Path jar;
  private final Path base;
  private final int mostFaults;
  private final PrintStream out;

  /**
   * @param mostFaults in one round; two at least
   */
  KillRounds(Path jar, Path base, int mostFaults, PrintStream out) {
    this.jar = jar;
    this.mostFaults = mostFaults;
    this.base = base;
    this.out = out;
  }

  /**
   * Runs rounds; arguments: the jar, a directory, the number of rounds, the first seed. Exit status
   * 1 when one failed.
   */
  public static void main(String[] arguments) throws Exception {
    KillRounds rounds = new KillRounds(Path.of(arguments[0]), Path.of(arguments[1]), 3, System.out);
    boolean passed = rounds.run(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
    System.exit(passed ? 0 : 1);
  }

  /** Each round has the seed after the last one's. */
  boolean run(int rounds, long seed) throws IOException, InterruptedException, SQLException {
    out.println(
        "| seed | faults (until recovered) | acknowledged | retries | compared | took | verdict |");
    out.println("|---|---|---|---|---|---|---|");
    int passed = 0;
    for (int i = 0; i < rounds; i++) {
      passed += round(seed + i, i) ? 1 : 0;
    }
    out.println();
    out.println(passed + " of " + rounds + " rounds passed.");
    return passed == rounds;
  }

  private boolean round(long seed, int number)
      throws IOException, InterruptedException, SQLException {
    Path directory = base.resolve("round-" + seed);
    delete(directory);
    List<Fault> faults = faults(seed, number);
    long begin = System.nanoTime();
    Round.Report report;
    try {
      report = new Round(jar, directory, seed).run(faults);
    } catch (TimeoutException | IOException | IllegalStateException e) {
      out.printf("| %d | %s | | | | | FAILED: %s |%n", seed, faults, e);
      out.println("Kept: " + directory);
      return false;
    }
    out.printf(
        Locale.ROOT,
        "| %d | %s | %,d | %,d | %,d records, %,d values | %.0f s | %s |%n",
        report.seed(),
        String.join(", ", report.faults()),
        report.acknowledged(),
        report.retries(),
        report.verdict().records(),
        report.verdict().columns(),
        (System.nanoTime() - begin) / 1e9,
        report.passed() ? "nothing lost, nothing twice" : "FAILED");
    if (report.passed()) {
      delete(directory);
      return true;
    }
    out.println("Kept: " + directory);
    report.troubles().forEach(out::println);
    report.verdict().first().stream().limit(20).map(Difference::toString).forEach(out::println);
    return false;
  }

  /** Each kind of fault comes first in every fourth round. */
  private List<Fault> faults(long seed, int number) {
    Random random = new Random(seed);
    List<Fault> kinds = List.of(Fault.values());
    List<Fault> faults = new ArrayList<>();
    faults.add(kinds.get(number % kinds.size()));
    int more = 1 + random.nextInt(mostFaults - 1);
    for (int i = 0; i < more; i++) {
      faults.add(kinds.get(random.nextInt(kinds.size())));
    }
    return faults;
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
}
