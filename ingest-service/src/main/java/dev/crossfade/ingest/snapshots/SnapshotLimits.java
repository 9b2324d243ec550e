package dev.crossfade.ingest.snapshots;

import dev.crossfade.ingest.pace.Pace;
import java.time.Duration;

/**
 * What snapshots may take.
 *
 * @param maxStoreBytes of a browser's store, as it is sent and after gzip
 * @param maxLineBytes of a line of an import
 * @param maxBytes of all stores and lines that are worked on at once
 * @param maxRequests that are worked on at once
 * @param pace how they yield to live writes
 */
public record SnapshotLimits(
    int maxStoreBytes, int maxLineBytes, long maxBytes, int maxRequests, Pace.Limits pace) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  public SnapshotLimits {
    if (maxBytes < maxStoreBytes) {
      throw new IllegalArgumentException("the largest store must fit into what is worked on");
    }
  }

  /**
   * 16 MiB a store, 512 KiB a line, 64 MiB and 200 requests at once; 2,000 events behind, 30
   * seconds without progress, 20 milliseconds for live appends.
   */
  public static SnapshotLimits defaults() {
    Pace.Limits pace = new Pace.Limits(2_000, Duration.ofSeconds(30), Duration.ofMillis(20));
    return new SnapshotLimits(16 * MIB, 512 * KIB, 64L * MIB, 200, pace);
  }
}
