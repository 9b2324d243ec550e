package dev.crossfade.standalone.demo;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.demo.check.SelfCheck;
import dev.crossfade.standalone.demo.check.Verdict;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.write.Access;
import dev.crossfade.standalone.demo.write.Writers;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.sample.Sample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One run: writers against a node, then the check. */
final class Demo {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration LAST_REQUESTS = Duration.ofMinutes(1);
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
   */
  record Settings(MigrationFolder folder, long seed, Duration time, double scale, double rate) {
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
      boolean ended = watch(writers, history, records, figures);
      if (!writers.faults().isEmpty() || !ended) {
        writers.faults().forEach(screen::bad);
        screen.bad(ended ? "Writers ended before their time." : "Writers do not come to an end.");
        return false;
      }
      Summary.ofWriters(screen, history, writers.counts());
    }
    return check(history, figures);
  }

  private boolean watch(Writers writers, History history, long records, LiveFigures figures)
      throws InterruptedException {
    long begin = System.nanoTime();
    boolean created = false;
    while (!writers.await(LOOK_EVERY)) {
      double elapsed = (System.nanoTime() - begin) / 1e9;
      double time = elapsed / Math.max(0.001, settings.time().toMillis() / 1e3);
      String line = figures.look();
      if (!writers.created()) {
        screen.progress("creating", (double) history.acknowledged() / records, line);
        continue;
      }
      if (!created) {
        created = true;
        screen.good(String.format(Locale.ROOT, "all records created in %.1f s", elapsed));
      }
      if (time >= 1) {
        writers.stop();
      }
      screen.progress("changing", time, line);
      if (elapsed > settings.time().plus(LAST_REQUESTS).toSeconds()) {
        return false;
      }
    }
    return true;
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
