package dev.crossfade.reconcile.fold;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a migration is folded.
 *
 * @param kafka what reaches and authenticates with the broker
 * @param stateDirectory where the stores lie; each process needs one of its own
 * @param threads that fold, each some of the partitions
 * @param standbys how many other instances keep a copy of each partition; 0 for a single one
 * @param memory the most bytes that the stores may hold in memory, all partitions together: blocks,
 *     what is not on disk yet, and what waits for the next commit
 * @param sessionTimeout after which a silent instance's partitions go to others
 */
public record FoldSettings(
    Map<String, String> kafka,
    Path stateDirectory,
    int threads,
    int standbys,
    long memory,
    Duration sessionTimeout) {
  private static final long MEMORY = 96L * 1024 * 1024;
  private static final Duration SESSION = Duration.ofSeconds(10);

  public FoldSettings {
    kafka = Map.copyOf(kafka);
    if (threads < 1 || standbys < 0 || memory < 1024 * 1024) {
      throw new IllegalArgumentException("a fold needs a thread and a mebibyte");
    }
  }

  /** One thread, no standbys, 96 MiB. */
  public static FoldSettings of(Map<String, String> kafka, Path stateDirectory) {
    return new FoldSettings(kafka, stateDirectory, 1, 0, MEMORY, SESSION);
  }

  /** The same with copies on other instances. */
  public FoldSettings withStandbys(int copies) {
    return new FoldSettings(kafka, stateDirectory, threads, copies, memory, sessionTimeout);
  }
}
