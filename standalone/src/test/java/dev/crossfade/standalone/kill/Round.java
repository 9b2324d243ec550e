package dev.crossfade.standalone.kill;

import dev.crossfade.standalone.demo.check.Progress;
import dev.crossfade.standalone.demo.check.SelfCheck;
import dev.crossfade.standalone.demo.check.Verdict;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.write.Access;
import dev.crossfade.standalone.demo.write.Writers;
import dev.crossfade.standalone.node.RunFile;
import dev.crossfade.standalone.sample.School;
import dev.crossfade.standalone.sample.SchoolSample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;

/** One round: load, two or three faults in the middle of it, quiet, the self-check. */
final class Round {
  private static final double SCALE = 0.05;
  private static final double RATE = 500;
  // The session of a sync process is 6 s.
  private static final Duration PAUSE = Duration.ofMillis(7_500);
  private static final Duration STANDSTILL = Duration.ofMinutes(1);

  private final Path jar;
  private final Path directory;
  private final long seed;
  private final Random random;

  Round(Path jar, Path directory, long seed) {
    this.jar = jar;
    this.directory = directory;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** What happened. */
  record Report(
      long seed,
      List<String> faults,
      long acknowledged,
      long retries,
      Verdict verdict,
      List<String> troubles) {
    Report {
      faults = List.copyOf(faults);
      troubles = List.copyOf(troubles);
    }

    boolean passed() {
      return verdict.passed() && verdict.unsettled() == 0 && troubles.isEmpty();
    }
  }

  Report run(List<Fault> faults)
      throws IOException, InterruptedException, TimeoutException, SQLException {
    try (HttpClient http = HttpClient.newHttpClient();
        History history = History.writing(directory.resolve("history.jsonl"));
        Cluster cluster = new Cluster(jar, directory, http);
        Writers writers =
            Writers.start(
                new Writers.Target(cluster::url, Access::development),
                new Writers.Settings(seed, RATE),
                schools(),
                history)) {
      List<String> told = new ArrayList<>();
      for (Fault fault : faults) {
        Cluster.pause(Duration.ofMillis(1_000 + random.nextInt(3_000)));
        told.add(inject(fault, cluster));
      }
      Cluster.pause(Duration.ofMillis(500));
      writers.stop();
      List<String> troubles = new ArrayList<>();
      if (!writers.await(Duration.ofMinutes(2))) {
        troubles.add("the writers do not come to an end");
      }
      troubles.addAll(writers.faults());
      RunFile run = cluster.run();
      SelfCheck check =
          new SelfCheck(
              http,
              new SelfCheck.Target(
                  cluster.url(),
                  run.database().url(),
                  run.database().user(),
                  cluster.databasePassword(),
                  Access::development));
      if (!check.awaitApplied(STANDSTILL, progress -> {})) {
        troubles.add("the log is not applied, and nothing moves");
      }
      if (!cluster.alive()) {
        troubles.add("a process ended by itself");
      }
      Verdict verdict = check.run(history, seed);
      return new Report(
          seed, told, history.acknowledged(), writers.counts().retries(), verdict, troubles);
    }
  }

  /** The tenants have other names in each round, so that they fall into other partitions. */
  private List<School> schools() {
    return SchoolSample.of(seed, SCALE).stream()
        .map(school -> new School(school.tenant() + "-of-" + seed, school.records(), school.ids()))
        .toList();
  }

  /** Does it, and says how long it took until all was applied that was in the log before. */
  private String inject(Fault fault, Cluster cluster)
      throws IOException, InterruptedException, TimeoutException {
    Progress before = cluster.progress().orElse(null);
    long begin = System.nanoTime();
    switch (fault) {
      case NODE_KILLED -> cluster.killNode();
      case SYNC_KILLED -> cluster.killSync();
      case POSTGRES_KILLED -> cluster.killPostgres();
      case SYNC_PAUSED -> cluster.pauseSync(PAUSE);
    }
    if (before != null) {
      cluster.awaitReached(before);
    }
    return "%s (%.1f s)".formatted(fault.words(), (System.nanoTime() - begin) / 1e9);
  }
}
