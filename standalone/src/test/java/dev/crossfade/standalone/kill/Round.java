package dev.crossfade.standalone.kill;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.standalone.demo.check.SelfCheck;
import dev.crossfade.standalone.demo.check.Verdict;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.write.Access;
import dev.crossfade.standalone.demo.write.Writers;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.NodeSettings;
import dev.crossfade.standalone.node.RunFile;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleTenant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One round: load, two or three faults in the middle of it, quiet, the self-check. */
final class Round {
  private static final int SCHOOLS = 6;
  private static final double SCALE = 0.02;
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
    Sample sample = sample();
    Set<Integer> partitions = partitions(sample);
    try (HttpClient http = HttpClient.newHttpClient();
        History history = History.writing(directory.resolve("history.jsonl"));
        Cluster cluster = new Cluster(jar, directory, http);
        Writers writers =
            Writers.start(
                new Writers.Target(cluster::url, Access::development, "school", 1),
                new Writers.Settings(seed, RATE),
                sample,
                history)) {
      List<String> told = new ArrayList<>();
      for (Fault fault : faults) {
        Cluster.pause(Duration.ofMillis(1_000 + random.nextInt(3_000)));
        told.add(inject(fault, cluster, partitions));
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
                  MigrationFolder.school().blueprint().json(),
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

  /** Six schools, spread over the partitions, so that either process has its part. */
  private Sample sample() {
    MigrationFolder folder = MigrationFolder.school();
    List<SampleTenant> schools = new ArrayList<>();
    int levels = 0;
    for (long each : List.of(seed, seed + 1_000_000)) {
      Sample half = Sample.of(folder.blueprint().json(), folder.sample(), each, SCALE);
      levels = half.levels();
      half.tenants().forEach(school -> schools.add(school.named(tenant(schools.size()))));
    }
    return new Sample(schools, levels);
  }

  /** A name in the n-th sixth of the partitions. */
  private String tenant(int n) {
    int width = NodeSettings.PARTITIONS / SCHOOLS;
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> "school-" + seed + "-" + i)
        .filter(name -> Partitioner.partition(name, NodeSettings.PARTITIONS) / width == n)
        .findFirst()
        .orElseThrow();
  }

  private static Set<Integer> partitions(Sample sample) {
    return sample.tenants().stream()
        .map(school -> Partitioner.partition(school.name(), NodeSettings.PARTITIONS))
        .collect(Collectors.toSet());
  }

  /** Does it, and says how long it took until all was applied that was in the log then. */
  private static String inject(Fault fault, Cluster cluster, Set<Integer> partitions)
      throws IOException, InterruptedException, TimeoutException {
    String shared =
        fault == Fault.SYNC_KILLED || fault == Fault.SYNC_PAUSED
            ? " with %d of %d partitions"
                .formatted(cluster.awaitShared(partitions), partitions.size())
            : "";
    long begin = System.nanoTime();
    switch (fault) {
      case NODE_KILLED -> cluster.killNode();
      case SYNC_KILLED -> cluster.killSync();
      case POSTGRES_KILLED -> cluster.killPostgres();
      case SYNC_PAUSED -> cluster.pauseSync(PAUSE);
    }
    Cluster.pause(Duration.ofMillis(200));
    cluster.awaitRecovered();
    return "%s%s (%.1f s)".formatted(fault.words(), shared, (System.nanoTime() - begin) / 1e9);
  }
}
