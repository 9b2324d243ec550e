package dev.crossfade.ingest;

import dev.crossfade.ingest.snapshots.SnapshotLimits;

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
    SnapshotLimits snapshots) {
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  public IngestSettings {
    if (maxInFlightBytes < maxInflatedBytes) {
      throw new IllegalArgumentException("the largest body must fit into what may be in flight");
    }
  }

  /** 4 MiB a body, 16 MiB inflated, 256 KiB an event; 32 MiB and 2,000 requests in flight. */
  public static IngestSettings defaults() {
    return new IngestSettings(
        4 * MIB, 16 * MIB, 256 * KIB, 32L * MIB, 2_000, SnapshotLimits.defaults());
  }
}
