package dev.crossfade.standalone.compare;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.postgresql.PGConnection;
import tools.jackson.databind.JsonNode;

/**
 * What comparisons read and how long they take over many records: without a difference, and with a
 * few. Beside them, in the same run, a comparison that fetches every row, and PostgreSQL's own
 * {@code COPY … TO}.
 */
final class DigestBench {
  private static final String MIGRATION = "school";
  private static final int DIFFERENCES = 100;
  private static final int ROUNDS = 3;

  private final Site site;
  private final LoadedMigration migration;
  private final PrintStream out;
  private boolean right = true;

  private DigestBench(Site site, PrintStream out) {
    this.site = site;
    this.migration = site.migrations.values().iterator().next();
    this.out = out;
  }

  /**
   * Arguments: an empty directory, how many records, the seed. Exit status 1 when a comparison read
   * more than it should, or told otherwise than it should.
   */
  public static void main(String[] arguments) throws Exception {
    Random random = new Random(Long.parseLong(arguments[2]));
    Instant begun = Instant.now();
    boolean right;
    try (Site site =
        Site.load(
            Path.of(arguments[0]),
            List.of(MIGRATION),
            Integer.parseInt(arguments[1]),
            24,
            random)) {
      DigestBench bench = new DigestBench(site, System.out);
      site.settle(MIGRATION);
      bench.loaded(seconds(begun));
      bench.run(random);
      right = bench.right;
    }
    System.exit(right ? 0 : 1);
  }

  private static double seconds(Instant since) {
    return Duration.between(since, Instant.now()).toMillis() / 1e3;
  }

  private void loaded(double took) {
    out.printf(
        Locale.ROOT,
        "%,d records of %d tenants: the log written directly, taken by sync and fold in %.0f s%n%n",
        migration.records.size(),
        migration.tenants.size(),
        took);
  }

  private void run(Random random) throws SQLException, java.io.IOException {
    try (Connection session = site.connect();
        var statement = session.createStatement()) {
      statement.execute("vacuum analyze");
    }
    out.println("| nothing differs | seconds (median of three) | cost |");
    out.println("|---|---|---|");
    double digest = measured("digest", "clean", ROUNDS);
    double rows = measured("rows", "clean", ROUNDS);
    PlainComparison plain = new PlainComparison(migration);
    Instant begun = Instant.now();
    long differing = plain.differing();
    double full = seconds(begun);
    out.printf(
        Locale.ROOT,
        "| every row fetched by JDBC, compared in Java | %.2f | %,d rows, %,d differ |%n",
        full,
        plain.rows(),
        differing);
    begun = Instant.now();
    long bytes = copy();
    double copy = seconds(begun);
    out.printf(
        Locale.ROOT, "| `COPY … TO STDOUT` of the tables | %.2f | %,d bytes |%n", copy, bytes);
    out.println();
    out.printf(
        Locale.ROOT,
        "Times as ratios to `COPY`: `digest` %.2f, `rows` %.2f, the plain comparison %.2f."
            + " The plain comparison takes %.1f times `rows` and %.0f times `digest`.%n%n",
        digest / copy,
        rows / copy,
        full / copy,
        full / rows,
        full / digest);
    right &= differing == 0;
    change(random);
  }

  private double measured(String level, String state, int rounds) {
    List<Double> times = new ArrayList<>();
    JsonNode cost = null;
    for (int i = 0; i < rounds; i++) {
      JsonNode run = reconcile(level, state);
      times.add(
          Duration.between(
                      Instant.parse(run.path("startedAt").asString("")),
                      Instant.parse(run.path("finishedAt").asString("")))
                  .toMillis()
              / 1e3);
      cost = run.path("cost");
      boolean clean = state.equals("clean");
      right &=
          !clean
              || (cost.path("documentsRead").asLong(-1) == 0
                  && cost.path("digestsRead").asLong(-1) == 0
                  && cost.path("rowsFetched").asLong(-1) == 0);
    }
    times.sort(null);
    double median = times.get(times.size() / 2);
    out.printf(Locale.ROOT, "| `%s` | %.2f | %s |%n", level, median, cost);
    return median;
  }

  private JsonNode reconcile(String level, String state) {
    JsonNode run = site.reconcile(MIGRATION, "{\"level\":\"%s\"}".formatted(level));
    if (!run.path("state").asString("").equals(state)) {
      right = false;
      out.println("NOT " + state + ": " + run);
    }
    return run;
  }

  private long copy() throws SQLException, java.io.IOException {
    long[] bytes = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int one) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] some, int from, int length) {
            bytes[0] += length;
          }
        };
    Set<String> tables = new LinkedHashSet<>();
    migration.blueprint.tablesParentsFirst().forEach(table -> tables.add(table.quotedName()));
    try (Connection session = site.connect()) {
      for (String table : tables) {
        var _ =
            session
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY " + table + " TO STDOUT", counting);
      }
    }
    return bytes[0];
  }

  private void change(Random random) throws SQLException {
    Set<LoadedMigration.Loaded> some = new LinkedHashSet<>();
    while (some.size() < 2 * DIFFERENCES) {
      some.add(migration.records.get(random.nextInt(migration.records.size())));
    }
    int rowsChanged = 0;
    int i = 0;
    try (Rows rows = new Rows(migration)) {
      for (LoadedMigration.Loaded one : some) {
        var domain = migration.blueprint.domain(one.key().domain()).orElseThrow();
        if (i++ < DIFFERENCES) {
          rows.stateWithSum(one.key());
        } else if (!rows.changeText(domain, one.key(), random).isEmpty()) {
          rowsChanged++;
        } else {
          rows.remove(domain, one.key());
          rowsChanged++;
        }
      }
    }
    out.printf(
        Locale.ROOT,
        "| %d states decided otherwise, %d rows changed by hand | seconds | cost"
            + " |%n|---|---|---|%n",
        DIFFERENCES,
        rowsChanged);
    measured("digest", "drift", 1);
    JsonNode digest = reconcile("digest", "drift");
    measured("rows", "drift", 1);
    JsonNode cost = digest.path("cost");
    long buckets = cost.path("bucketsRead").asLong();
    out.println();
    out.printf(
        Locale.ROOT,
        "`digest` read %d of %,d buckets (%.0f states each on average), %,d digests on both sides"
            + " together, and %d documents: those of the %d records that differ.%n",
        buckets,
        cost.path("buckets").asLong(),
        migration.records.size() / (double) cost.path("buckets").asLong(),
        cost.path("digestsRead").asLong(),
        cost.path("documentsRead").asLong(),
        digest.path("findings").asLong());
    right &= buckets <= DIFFERENCES && cost.path("documentsRead").asLong() <= DIFFERENCES;
    right &= digest.path("findings").asLong() == DIFFERENCES;
  }
}
