package dev.crossfade.ingest.observe;

import dev.crossfade.core.event.SourceKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps observations rare: one a device and interval, and so many devices of a tenant and of all.
 * Thread-safe.
 */
final class ObservationRate {
  private final Duration interval;
  private final int most;
  private final int mostOfTenant;
  private final LongSupplier nanoTime;

  // Guarded by this. The oldest first.
  private final Map<SourceKey, Long> taken = new LinkedHashMap<>();
  private final Map<String, Integer> byTenant = new HashMap<>();

  /**
   * @param most devices an interval
   * @param mostOfTenant the same of one tenant, so that the others find room
   * @param nanoTime as {@link System#nanoTime}
   */
  ObservationRate(Duration interval, int most, int mostOfTenant, LongSupplier nanoTime) {
    this.interval = interval;
    this.most = most;
    this.mostOfTenant = mostOfTenant;
    this.nanoTime = nanoTime;
  }

  /** Whether a device may tell something now. */
  synchronized boolean take(SourceKey device) {
    forget(nanoTime.getAsLong() - interval.toNanos());
    if (taken.containsKey(device)
        || taken.size() >= most
        || byTenant.getOrDefault(device.tenant(), 0) >= mostOfTenant) {
      return false;
    }
    taken.put(device, nanoTime.getAsLong());
    byTenant.merge(device.tenant(), 1, Integer::sum);
    return true;
  }

  /** What was told could not be kept: the device may tell it again. */
  synchronized void giveBack(SourceKey device) {
    if (taken.remove(device) != null) {
      release(device.tenant());
    }
  }

  private void forget(long before) {
    Iterator<Map.Entry<SourceKey, Long>> oldest = taken.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<SourceKey, Long> entry = oldest.next();
      if (entry.getValue() - before > 0) {
        return;
      }
      oldest.remove();
      release(entry.getKey().tenant());
    }
  }

  private void release(String tenant) {
    byTenant.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
  }
}
