package dev.crossfade.standalone.demo;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.demo.check.SelfCheck;
import dev.crossfade.standalone.demo.check.Verdict;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.operate.Crossfading;
import dev.crossfade.standalone.demo.write.Access;
import dev.crossfade.standalone.demo.write.Writers;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleTenant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** One run: writers against a node, the reads that move meanwhile, then the check. */
final class Demo {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LAST_REQUESTS = Duration.ofMinutes(1);

  /** Events a second of all writers while the reads move. */
  private static final double EASE = 200;

  private static final Duration STANDSTILL = Duration.ofSeconds(30);

  private final Settings settings;
  private final Node node;
  private final Screen screen;
  private final HttpClient http;

  /**
   * What is to be done.
   *
   * @param scale how large the tenants are, 1 for full size
   * @param rate of changes a second, all writers together; 0 for full speed
   * @param moves whether the reads are moved, too
   */
  record Settings(
      MigrationFolder folder, long seed, Duration time, double scale, double rate, boolean moves) {
    Sample sample() {
      return Sample.of(folder.blueprint().json(), folder.sample(), seed, scale);
    }
  }

  Demo(Settings settings, Node node, Screen screen, HttpClient http) {
    this.settings = settings;
    this.node = node;
    this.screen = screen;
    this.http = http;
  }

  /**
   * Writes into the history until the time is up, then checks.
   *
   * @return whether everything is as it should be
   */
  boolean run(History history) throws IOException, InterruptedException, SQLException {
    Blueprint blueprint = settings.folder().blueprint();
    Sample sample = settings.sample();
    long records = sample.tenants().stream().mapToLong(tenant -> tenant.records().size()).sum();
    screen.heading(
        String.format(
            Locale.ROOT,
            "%s: %d tenants, %,d records, seed %d: four writers each create them, then change them",
            blueprint.name(),
            sample.tenants().size(),
            records,
            settings.seed()));
    LiveFigures figures =
        new LiveFigures(
            history, http, node.url(), blueprint.name(), new RowCount(node.database(), blueprint));
    try (Writers writers =
        Writers.start(
            new Writers.Target(
                node::url, Access::development, blueprint.name(), blueprint.schemaVersion()),
            new Writers.Settings(settings.seed(), settings.rate()),
            sample,
            history)) {
      boolean begun = watch(writers, history, records, figures);
      boolean moved = begun && (!settings.moves() || crossfade(writers, history, sample));
      writers.stop();
      boolean ended = begun && writers.await(LAST_REQUESTS);
      if (!writers.faults().isEmpty() || !ended) {
        writers.faults().forEach(screen::bad);
        screen.bad(ended ? "Writers ended before their time." : "Writers do not come to an end.");
        return false;
      }
      Summary.ofWriters(screen, history, writers.counts());
      return check(history, figures) && moved;
    }
  }

  /** Until the time is up, with all records created; false when the writers do not get so far. */
  private boolean watch(Writers writers, History history, long records, LiveFigures figures)
      throws InterruptedException {
    long begin = System.nanoTime();
    boolean created = false;
    while (!writers.await(LOOK_EVERY)) {
      double elapsed = (System.nanoTime() - begin) / 1e9;
      double time = elapsed / Math.max(0.001, settings.time().toMillis() / 1e3);
      String line = figures.look();
      if (elapsed > settings.time().plus(LAST_REQUESTS).toSeconds()) {
        return false;
      }
      if (!writers.created()) {
        screen.progress("creating", (double) history.acknowledged() / records, line);
        continue;
      }
      if (!created) {
        created = true;
        screen.good(String.format(Locale.ROOT, "all records created in %.1f s", elapsed));
      }
      if (time >= 1) {
        return true;
      }
      screen.progress("changing", time, line);
    }
    return writers.faults().isEmpty();
  }

  /** The second half: the reads move, and the writers go on, at their ease. */
  private boolean crossfade(Writers writers, History history, Sample sample)
      throws IOException, InterruptedException, SQLException {
    screen.heading("Crossfading: the reads move to PostgreSQL while the writers go on");
    writers.pace(settings.rate() == 0 ? EASE : Math.min(EASE, settings.rate()));
    OptionalLong handedIn = writers.handIn(LAST_REQUESTS);
    if (handedIn.isEmpty()) {
      screen.bad("Not every source handed in what it holds.");
      return false;
    }
    List<String> tenants = sample.tenants().stream().map(SampleTenant::name).toList();
    screen.good(
        String.format(
            Locale.ROOT,
            "%d sources handed in what they hold: %,d records as snapshots, beside their writes",
            tenants.size() * Sample.SOURCES.size(),
            handedIn.getAsLong()));
    try (Crossfading crossfading =
        new Crossfading(
            node.url(),
            node.database(),
            settings.folder().blueprint(),
            history,
            tenants,
            voice())) {
      return crossfading.run();
    }
  }

  private Crossfading.Voice voice() {
    return new Crossfading.Voice() {
      @Override
      public void good(String line) {
        screen.good(line);
      }

      @Override
      public void bad(String line) {
        screen.bad(line);
      }

      @Override
      public void plain(String line) {
        screen.dim(line);
      }
    };
  }

  private boolean check(History history, LiveFigures figures)
      throws IOException, InterruptedException, SQLException {
    DatabaseAccess database = node.database();
    SelfCheck check =
        new SelfCheck(
            http,
            new SelfCheck.Target(
                node.url(),
                database.url(),
                database.user(),
                database.password(),
                settings.folder().blueprint().json(),
                Access::development));
    long begin = System.nanoTime();
    long[] first = {0};
    boolean applied =
        check.awaitApplied(
            STANDSTILL,
            progress -> {
              first[0] = Math.max(first[0], progress.lag());
              double share = first[0] == 0 ? 1 : 1 - (double) progress.lag() / first[0];
              screen.progress("catching up", share, figures.show(Optional.of(progress)));
            });
    if (!applied) {
      screen.bad("The log is not applied, and nothing moves any more.");
      return false;
    }
    screen.good(
        String.format(
            Locale.ROOT,
            "everything applied %.1f s after the last write; the lag was never above %,d events",
            (System.nanoTime() - begin) / 1e9,
            figures.highestLag()));
    begin = System.nanoTime();
    Verdict verdict = check.run(history, settings.seed());
    Summary.ofCheck(screen, verdict, Duration.ofNanos(System.nanoTime() - begin));
    return verdict.passed() && verdict.unsettled() == 0;
  }
}
