package dev.crossfade.ingest;

import dev.crossfade.ingest.pace.Pace;
import java.time.Duration;

/**
 * What callers may make the service hold.
 *
 * @param maxWireBytes of a body as it is sent
 * @param maxInflatedBytes of a body after gzip
 * @param maxDataBytes of one event's data
 * @param maxInFlightBytes of bodies whose events are not acknowledged yet
 * @param maxInFlightRequests that are not acknowledged yet
 * @param snapshots what snapshots may take, beside all that
 */
public record IngestSettings(
    int maxWireBytes,
    int maxInflatedBytes,
    int maxDataBytes,
    long maxInFlightBytes,
    int maxInFlightRequests,
    Snapshots snapshots) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /**
   * What snapshots may take.
   *
   * @param maxStoreBytes of a browser's store, as it is sent and after gzip
   * @param maxLineBytes of a line of an import
   * @param maxBytes of all stores and lines that are worked on at once
   * @param maxRequests that are worked on at once
   * @param pace how they yield to live writes
   */
  public record Snapshots(
      int maxStoreBytes, int maxLineBytes, long maxBytes, int maxRequests, Pace.Limits pace) {
    public Snapshots {
      if (maxBytes < maxStoreBytes) {
        throw new IllegalArgumentException("the largest store must fit into what is worked on");
      }
    }

    /**
     * 16 MiB a store, 512 KiB a line, 64 MiB and 200 requests at once; 2,000 events behind, 30
     * seconds without progress, 20 milliseconds for live appends.
     */
    public static Snapshots defaults() {
      Pace.Limits pace = new Pace.Limits(2_000, Duration.ofSeconds(30), Duration.ofMillis(20));
      return new Snapshots(16 * MIB, 512 * KIB, 64L * MIB, 200, pace);
    }
  }

  public IngestSettings {
    if (maxInFlightBytes < maxInflatedBytes) {
      throw new IllegalArgumentException("the largest body must fit into what may be in flight");
    }
  }

  /** 4 MiB a body, 16 MiB inflated, 256 KiB an event; 32 MiB and 2,000 requests in flight. */
  public static IngestSettings defaults() {
    return new IngestSettings(4 * MIB, 16 * MIB, 256 * KIB, 32L * MIB, 2_000, Snapshots.defaults());
  }
}
