package dev.crossfade.reconcile.fold;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants the latest events were of: so many at most, those whose last event lies furthest
 * back are forgotten first. Not thread-safe.
 */
final class RecentTenants {
  /** Some two megabytes a partition. */
  static final int MOST = 20_000;

  private final int most;

  /** Each at the offset of its last event, in the order of these. */
  private final LinkedHashMap<String, Long> last = new LinkedHashMap<>();

  /** All that had an event from here on are known. */
  private long from;

  RecentTenants(long from) {
    this(from, MOST);
  }

  RecentTenants(long from, int most) {
    this.from = from;
    this.most = most;
  }

  void moved(String tenant, long offset) {
    last.remove(tenant);
    last.put(tenant, offset);
    if (last.size() > most) {
      Map.Entry<String, Long> eldest = last.pollFirstEntry();
      from = eldest.getValue() + 1;
    }
  }

  /** Those with an event at or above an offset; null where that is not known. */
  @Nullable Set<String> since(long offset) {
    if (offset < from) {
      return null;
    }
    Set<String> found = new HashSet<>();
    for (Map.Entry<String, Long> entry : last.sequencedEntrySet().reversed()) {
      if (entry.getValue() < offset) {
        break;
      }
      found.add(entry.getKey());
    }
    return found;
  }
}
