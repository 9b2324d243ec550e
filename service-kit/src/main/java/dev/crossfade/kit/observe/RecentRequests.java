package dev.crossfade.kit.observe;

import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/**
 * How many requests devices told of, by when ingest took it: some sixty numbers, however many
 * devices there are. Thread-safe.
 */
final class RecentRequests {
  /** What is told within one is added up. */
  static final Duration SLOT = Duration.ofSeconds(10);

  private static final long KEPT = Duration.ofMinutes(10).dividedBy(SLOT);

  // Guarded by this.
  private final TreeMap<Long, Requests> slots = new TreeMap<>();

  synchronized void add(Observation told) {
    Requests requests = told.requests();
    if (requests == null) {
      return;
    }
    slots.merge(slot(told.at()), requests, RecentRequests::plus);
    slots.headMap(slots.lastKey() - KEPT, true).clear();
  }

  synchronized Requests from(Instant from) {
    return slots.tailMap(slot(from), true).values().stream()
        .reduce(new Requests(0, 0), RecentRequests::plus);
  }

  synchronized void clear() {
    slots.clear();
  }

  private static long slot(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SLOT.toSeconds());
  }

  /** What a device tells is not believed so far that a sum goes over. */
  private static Requests plus(Requests one, Requests other) {
    long asked = one.asked() + Math.min(other.asked(), Long.MAX_VALUE - one.asked());
    return new Requests(
        asked,
        Math.min(asked, one.failed() + Math.min(other.failed(), Long.MAX_VALUE - one.failed())));
  }
}
