package dev.crossfade.reconcile.digest;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.PartOutcome;
import dev.crossfade.reconcile.compare.Scope;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds a partition's fold against the decided states in PostgreSQL, both at one position: the sums
 * of the buckets, and where these differ the digests of the records in them. Reads no documents.
 * Used once.
 */
final class DigestComparison {
  private static final SortedMap<Integer, BucketSum> NONE = Collections.emptySortedMap();
  private static final String SUMS = "crossfade.bucket_sum";

  private final FoldView view;
  private final StoredStates stored;
  private final Scope scope;
  private final Position position;

  private final List<Difference> differences = new ArrayList<>();
  private final Map<String, DomainCounts> domains = new HashMap<>();
  private Cost cost = Cost.NONE;

  DigestComparison(FoldView view, StoredStates stored, Scope scope) {
    this.view = view;
    this.stored = stored;
    this.scope = scope;
    this.position = new Position(view.partition(), view.nextOffset());
  }

  PartOutcome.Compared run() {
    Set<String> tenants = scope.tenants();
    if (tenants == null) {
      compareAll();
    } else {
      new TreeSet<>(tenants).forEach(this::compareTenant);
    }
    return new PartOutcome.Compared(position, domains, differences, cost);
  }

  private void compareAll() {
    Map<String, SortedMap<Integer, BucketSum>> folded = view.sums();
    Map<String, SortedMap<Integer, BucketSum>> summed = stored.sums();
    for (String domain : both(folded.keySet(), summed.keySet())) {
      if (scope.hasDomain(domain)) {
        compare(domain, folded.getOrDefault(domain, NONE), summed.getOrDefault(domain, NONE));
      }
    }
  }

  private void compare(
      String domain, SortedMap<Integer, BucketSum> folded, SortedMap<Integer, BucketSum> summed) {
    BucketSum source = total(folded);
    BucketSum target = total(summed);
    // Of the buckets whose sums are the same, nothing more is read.
    Tally tally = new Tally();
    for (int bucket : both(folded.keySet(), summed.keySet())) {
      cost = cost.plus(new Cost(1, 0, 0, 0, 0, 0));
      BucketSum expected = folded.getOrDefault(bucket, BucketSum.EMPTY);
      if (expected.equals(summed.getOrDefault(bucket, BucketSum.EMPTY))) {
        tally.equal(expected.states());
      } else {
        cost = cost.plus(new Cost(0, 1, 0, 0, 0, 0));
        int before = differences.size();
        compare(view.bucket(domain, bucket), stored.bucket(domain, bucket), tally);
        if (differences.size() == before) {
          differences.add(wrongSum(domain, bucket, expected, summed.get(bucket)));
        }
      }
    }
    domains.put(domain, new DomainCounts(source.live(), target.live(), tally.counts));
  }

  /** The states are the same: PostgreSQL's own sum of them is wrong. No drift of any record. */
  private Difference wrongSum(
      String domain, int bucket, BucketSum expected, @Nullable BucketSum actual) {
    return new Difference(
        DifferenceType.COUNT_MISMATCH,
        new RecordKey("", domain, ""),
        new Difference.RowName(SUMS, Integer.toString(bucket)),
        position,
        expected.toString(),
        actual == null ? null : actual.toString(),
        List.of());
  }

  /** Whether a difference is one of PostgreSQL's own sums. */
  static boolean isSum(Difference difference) {
    return difference.row() != null && difference.row().table().equals(SUMS);
  }

  /** What is to be said of that sum now; null where it is right. */
  @Nullable Difference sumAgain(Difference before) {
    String domain = before.record().domain();
    compare(
        domain, view.sums().getOrDefault(domain, NONE), stored.sums().getOrDefault(domain, NONE));
    return differences.stream()
        .filter(now -> isSum(now) && Objects.equals(now.row(), before.row()))
        .findFirst()
        .orElse(null);
  }

  private void compareTenant(String tenant) {
    for (String domain : both(view.domains(tenant), stored.domains(tenant))) {
      if (scope.hasDomain(domain)) {
        List<FoldedDigest> folded = view.records(tenant, domain, null, Integer.MAX_VALUE);
        List<FoldedDigest> states = stored.records(tenant, domain);
        Tally tally = new Tally();
        compare(folded, states, tally);
        domains.merge(
            domain, new DomainCounts(live(folded), live(states), tally.counts), DomainCounts::plus);
      }
    }
  }

  private void compare(List<FoldedDigest> folded, List<FoldedDigest> states, Tally tally) {
    cost = cost.plus(new Cost(0, 0, folded.size() + states.size(), 0, 0, 0));
    Map<RecordKey, FoldedDigest> expected = byKey(folded);
    Map<RecordKey, FoldedDigest> actual = byKey(states);
    for (RecordKey key : both(expected.keySet(), actual.keySet())) {
      Difference difference = DigestRule.compare(expected.get(key), actual.get(key), position);
      if (difference == null) {
        tally.equal(1);
      } else {
        tally.add(difference.type());
        differences.add(difference);
      }
    }
  }

  private static Map<RecordKey, FoldedDigest> byKey(List<FoldedDigest> states) {
    Map<RecordKey, FoldedDigest> byKey = LinkedHashMap.newLinkedHashMap(states.size());
    states.forEach(state -> byKey.put(state.record(), state));
    return byKey;
  }

  private static <T> Set<T> both(Iterable<T> first, Iterable<T> second) {
    Set<T> all = new LinkedHashSet<>();
    first.forEach(all::add);
    second.forEach(all::add);
    return all;
  }

  private static BucketSum total(SortedMap<Integer, BucketSum> sums) {
    return sums.values().stream().reduce(BucketSum.EMPTY, BucketSum::plus);
  }

  private static long live(List<FoldedDigest> states) {
    return states.stream().filter(state -> state.digest() != null).count();
  }

  /** How the records of a domain came out. */
  private static final class Tally {
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    void equal(long states) {
      add(Count.COMPARED, states);
      add(Count.VALID, states);
    }

    void add(DifferenceType type) {
      add(Count.COMPARED, 1);
      add(
          switch (type) {
            case MISSING_RECORD -> Count.MISSING;
            case EXTRA_RECORD -> Count.EXTRA;
            case DATA_MISMATCH,
                CORRUPTED_RECORD,
                ORPHANED_REFERENCE,
                DUPLICATE_ID,
                COUNT_MISMATCH ->
                Count.DIFFERENT;
          },
          1);
    }

    private void add(Count count, long n) {
      counts.merge(count, n, Long::sum);
    }
  }
}
