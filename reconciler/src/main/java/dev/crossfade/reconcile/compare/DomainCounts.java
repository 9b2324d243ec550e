package dev.crossfade.reconcile.compare;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many records of a domain were compared, and how that came out.
 *
 * @param source how many there are by the log, or in the snapshot
 * @param target how many there are in PostgreSQL
 * @param counts of each way it can come out; those that are not named are 0
 */
public record DomainCounts(long source, long target, Map<Count, Long> counts) {
  /** Nothing was compared. */
  public static final DomainCounts NONE = new DomainCounts(0, 0, Map.of());

  public DomainCounts {
    counts = Map.copyOf(counts);
  }

  /** A way the comparison of a record comes out. */
  public enum Count {
    /** Held against each other at all, whatever came of it. */
    COMPARED,
    /** Both sides are the same. */
    VALID,
    /** Should stand there and does not. */
    MISSING,
    /** Stands there and should not. */
    EXTRA,
    /** Differs. */
    DIFFERENT,
    /** Waits to be written; no difference. */
    PARKED,
    /** Has a side that waits for a person. */
    CONFLICTING,
    /** A source's row that a later change has replaced; no difference. */
    SUPERSEDED,
    /** Could not be told. */
    INDETERMINATE
  }

  /** How many came out so. */
  public long of(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  /** Both together. */
  public DomainCounts plus(DomainCounts more) {
    Map<Count, Long> sum = new EnumMap<>(Count.class);
    sum.putAll(counts);
    more.counts.forEach((count, n) -> sum.merge(count, n, Long::sum));
    return new DomainCounts(source + more.source, target + more.target, sum);
  }
}
