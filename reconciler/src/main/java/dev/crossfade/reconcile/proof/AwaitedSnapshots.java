package dev.crossfade.reconcile.proof;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Of one partition the tenants with a complete snapshot whose end sync has not applied yet: that
 * comes true without any event of theirs. So many at most, those that come last are forgotten
 * first. Not thread-safe.
 */
final class AwaitedSnapshots {
  static final int MOST = 20_000;

  private final int most;
  private final TreeMap<Long, String> byEnd = new TreeMap<>();

  /** From here on some may be forgotten. */
  private long forgotten = Long.MAX_VALUE;

  AwaitedSnapshots() {
    this(MOST);
  }

  AwaitedSnapshots(int most) {
    this.most = most;
  }

  void add(long end, String tenant) {
    byEnd.put(end, tenant);
    if (byEnd.size() > most) {
      forgotten = Math.min(forgotten, byEnd.pollLastEntry().getKey());
    }
  }

  /** Those that are applied now; null where that is not known. They are awaited no longer. */
  @Nullable Set<String> due(long applied) {
    if (applied > forgotten) {
      return null;
    }
    var below = byEnd.headMap(applied);
    Set<String> due = new HashSet<>(below.values());
    below.clear();
    return due;
  }
}
