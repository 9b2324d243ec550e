package dev.crossfade.standalone.campaign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Seeded rounds, one line each; the directory of a round that fails is kept. */
final class FaultCampaign {
  private static final int SHOWN = 40;

  private final Path jar;
  private final Path base;
  private final PrintStream out;
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final List<Fault> kinds;
  private long acknowledged;
  private long events;
  private Duration longest = Duration.ZERO;

  FaultCampaign(Path jar, Path base, PrintStream out) throws InterruptedException {
    this.jar = jar;
    this.base = base;
    this.out = out;
    this.kinds = kinds();
  }

  /**
   * Runs rounds; arguments: the jar, a directory, the number of rounds, the first seed. Exit status
   * 1 when one failed.
   */
  public static void main(String[] arguments) throws Exception {
    FaultCampaign campaign =
        new FaultCampaign(Path.of(arguments[0]), Path.of(arguments[1]), System.out);
    boolean passed = campaign.run(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
    System.exit(passed ? 0 : 1);
  }

  /** All, or without those that need a disk of their own, where none can be mounted. */
  private List<Fault> kinds() throws InterruptedException {
    List<Fault> all = new ArrayList<>(List.of(Fault.values()));
    try {
      SmallDisk.mount(base.resolve("trial")).close();
      return List.copyOf(all);
    } catch (IOException e) {
      out.println("Left out, as no disk can be mounted here: full disks (" + e.getMessage() + ")");
      all.removeIf(Fault::needsDisk);
      return List.copyOf(all);
    }
  }

  /** Each round has the seed after the last one's. */
  boolean run(int rounds, long seed) throws IOException, InterruptedException {
    out.println("| seed | faults | acknowledged | in the log | recovered in | took | verdict |");
    out.println("|---|---|---|---|---|---|---|");
    int passed = 0;
    for (int i = 0; i < rounds; i++) {
      passed += round(seed + i) ? 1 : 0;
    }
    out.println();
    out.printf(Locale.ROOT, "- rounds: %d, of which passed: %d%n", rounds, passed);
    out.printf(
        Locale.ROOT,
        "- faults: %d (%s)%n",
        done.values().stream().mapToInt(n -> n).sum(),
        done.entrySet().stream()
            .map(fault -> fault.getKey().words() + " " + fault.getValue())
            .collect(Collectors.joining(", ")));
    out.printf(Locale.ROOT, "- acknowledged: %,d; events in the logs: %,d%n", acknowledged, events);
    out.printf(Locale.ROOT, "- longest recovery: %.1f s%n", longest.toMillis() / 1e3);
    return passed == rounds;
  }

  private boolean round(long seed) throws IOException, InterruptedException {
    Path directory = base.resolve("round-" + seed);
    delete(directory);
    Files.createDirectories(directory);
    List<Fault> faults = faults(seed);
    String words = faults.stream().map(Fault::words).collect(Collectors.joining(", "));
    long begin = System.nanoTime();
    CampaignRound.Report report;
    try {
      report = new CampaignRound(jar, directory, seed).run(faults);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      out.printf("| %d | %s | | | | | FAILED: %s |%n", seed, words, e);
      out.println("Kept: " + directory);
      return false;
    }
    faults.forEach(fault -> done.merge(fault, 1, Integer::sum));
    acknowledged += report.acknowledged();
    events += report.events();
    longest = longest.compareTo(report.recovery()) > 0 ? longest : report.recovery();
    out.printf(
        Locale.ROOT,
        "| %d | %s | %,d | %,d | %.1f s | %.0f s | %s |%n",
        seed,
        words,
        report.acknowledged(),
        report.events(),
        report.recovery().toMillis() / 1e3,
        (System.nanoTime() - begin) / 1e9,
        report.passed() ? "nothing wrong" : "FAILED");
    if (report.passed()) {
      delete(directory);
      return true;
    }
    out.println("Kept: " + directory);
    report.troubles().forEach(out::println);
    report.verdicts().stream()
        .flatMap(verdict -> verdict.toString().lines().limit(SHOWN))
        .forEach(out::println);
    return false;
  }

  /** Each kind comes first in turn; full disks of database and broker are not of one round. */
  private List<Fault> faults(long seed) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    faults.add(kinds.get(Math.floorMod(seed, kinds.size())));
    int more = 1 + random.nextInt(3);
    for (int i = 0; i < more; i++) {
      Fault next = kinds.get(random.nextInt(kinds.size()));
      boolean second = next.needsDisk() && faults.stream().anyMatch(Fault::needsDisk);
      if (!second) {
        faults.add(next);
      }
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
