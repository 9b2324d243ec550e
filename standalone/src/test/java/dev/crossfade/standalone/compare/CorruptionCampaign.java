package dev.crossfade.standalone.compare;

import dev.crossfade.standalone.compare.Expected.Kind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Reports that can be believed: what was planted is found, each named, and nothing else; and where
 * nothing is wrong nothing is told, however much is written meanwhile.
 */
final class CorruptionCampaign {
  static final List<String> BLUEPRINTS = List.of("agent-tasks", "documents", "prompts", "school");
  private static final String ROWS = "{\"level\":\"rows\"}";
  private static final int TOLD = 40;
  private static final int PARTITIONS = 6;

  private final Site site;
  private final Random random;
  private final PrintStream out;

  CorruptionCampaign(Site site, Random random, PrintStream out) {
    this.site = site;
    this.random = random;
    this.out = out;
  }

  /**
   * Arguments: an empty directory, how many records, corruptions and clean runs, the seed, and the
   * most minutes for the clean runs. Exit status 1 when anything was told wrongly.
   */
  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
    int corruptions = Integer.parseInt(arguments[2]);
    int clean = Integer.parseInt(arguments[3]);
    Random random = new Random(Long.parseLong(arguments[4]));
    Duration most = Duration.ofMinutes(Long.parseLong(arguments[5]));
    Instant begun = Instant.now();
    boolean right = true;
    try (Site site = Site.load(Path.of(arguments[0]), BLUEPRINTS, records, PARTITIONS, random)) {
      PrintStream out = System.out;
      int loaded = site.migrations.values().stream().mapToInt(one -> one.records.size()).sum();
      out.printf(
          Locale.ROOT,
          "%,d records of %d tenants loaded through the log and sync in %.0f s%n%n",
          loaded,
          site.migrations.values().stream().mapToInt(one -> one.tenants.size()).sum(),
          seconds(begun));
      CorruptionCampaign campaign = new CorruptionCampaign(site, random, out);
      if (clean > 0) {
        right = campaign.clean(clean, most);
      }
      if (corruptions > 0) {
        right &= campaign.corrupt(corruptions);
      }
      out.println();
      out.println(right ? "All as it should be." : "NOT AS IT SHOULD BE.");
    }
    System.exit(right ? 0 : 1);
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1e3;
  }

  /** Plants, looks once, and judges. */
  boolean corrupt(int count) throws Exception {
    List<String> faults = new ArrayList<>();
    Map<Kind, Integer> planted = new EnumMap<>(Kind.class);
    Map<Kind, Integer> found = new EnumMap<>(Kind.class);
    int each = count / site.migrations.size();
    for (LoadedMigration migration : site.migrations.values()) {
      migration.awaitApplied();
      site.settle(migration.blueprint.name());
      Planter planter = new Planter(migration, random);
      try (planter) {
        planter.plant(each);
      }
      Instant begun = Instant.now();
      JsonNode run = site.reconcile(migration.blueprint.name(), ROWS);
      double took = seconds(begun);
      List<JsonNode> issues = site.issues(migration.blueprint.name(), run);
      Corruptions judged = Corruptions.judge(planter.planted, issues);
      planter.kinds().forEach(kind -> planted.merge(kind, 1, Integer::sum));
      judged.found().forEach((kind, n) -> found.merge(kind, n, Integer::sum));
      faults.addAll(judged.faults());
      if (!run.path("state").asString("").equals("drift")) {
        faults.add("the run was " + run);
      }
      out.printf(
          Locale.ROOT,
          "- %s: %,d records, %,d differences to tell, %,d told, %s, %.1f s; cost %s%n",
          migration.blueprint.name(),
          migration.records.size(),
          planter.planted.size(),
          issues.size(),
          run.path("state").asString(""),
          took,
          run.path("cost"));
    }
    out.println();
    out.println("| what was done | differences to tell | told rightly |");
    out.println("|---|---|---|");
    planted.forEach(
        (kind, n) ->
            out.printf(
                Locale.ROOT, "| %s | %,d | %,d |%n", kind.words, n, found.getOrDefault(kind, 0)));
    out.println();
    out.printf(Locale.ROOT, "Told wrongly, not at all, or for nothing: %,d%n", faults.size());
    faults.stream().limit(TOLD).forEach(fault -> out.println("  " + fault));
    return faults.isEmpty();
  }

  /** Runs while writers write, as many as the time allows; none may tell of anything. */
  boolean clean(int runs, Duration most) {
    Map<String, Integer> states = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    List<WritersAtFullLoad> writers = new ArrayList<>();
    site.migrations
        .values()
        .forEach(one -> writers.add(new WritersAtFullLoad(one, new Random(random.nextLong()))));
    Instant begun = Instant.now();
    List<String> names = List.copyOf(site.migrations.keySet());
    int done = 0;
    while (done < runs && Instant.now().isBefore(begun.plus(most))) {
      JsonNode run = site.reconcile(names.get(done++ % names.size()), ROWS);
      String state = run.path("state").asString("");
      states.merge(state, 1, Integer::sum);
      if (run.path("findings").asLong(-1) != 0
          || !(state.equals("clean") || state.equals("indeterminate"))) {
        faults.add(run.toString());
      } else if (state.equals("indeterminate")) {
        out.println("  indeterminate: " + run.path("notCompared") + run.path("domains"));
      }
    }
    double took = seconds(begun);
    writers.forEach(WritersAtFullLoad::close);
    long written = writers.stream().mapToLong(one -> one.written.get()).sum();
    out.printf(
        Locale.ROOT,
        "%,d of %,d runs under full load in %.0f s, %,d events written meanwhile (%,.0f a second):"
            + " %s; runs that told of anything: %d%n%n",
        done,
        runs,
        took,
        written,
        written / took,
        states,
        faults.size());
    faults.stream().limit(TOLD).forEach(fault -> out.println("  " + fault));
    return faults.isEmpty() && states.getOrDefault("clean", 0) > 0;
  }
}
