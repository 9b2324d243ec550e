package dev.crossfade.reconcile.parts;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.parts.DecidedStates.Bucket;
import dev.crossfade.reconcile.parts.DecidedStates.State;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Compares a partition of the fold with the decided states: the sums of all buckets, then the
 * digests of the buckets that differ. Reads no documents.
 */
final class StatesComparison {
  private static final int PAGE = 1_000;

  private final Work work;
  private final FoldView view;
  private final DecidedStates states;
  private final Map<String, Map<Count, Long>> found = new TreeMap<>();
  private final List<Suspect> suspects = new ArrayList<>();
  private long digests;

  StatesComparison(DSLContext tx, Work work, FoldView view) {
    this.work = work;
    this.view = view;
    this.states = new DecidedStates(tx, work);
  }

  PartLook.Compared compare() {
    Map<Bucket, BucketSum> kept = states.sums();
    Map<Bucket, BucketSum> folded = new HashMap<>();
    view.sums()
        .forEach(
            (domain, buckets) ->
                buckets.forEach((number, sum) -> folded.put(new Bucket(domain, number), sum)));
    Set<Bucket> all = new HashSet<>(kept.keySet());
    all.addAll(folded.keySet());
    long buckets = 0;
    long read = 0;
    for (Bucket bucket : all) {
      if (!work.scope().hasDomain(bucket.domain())) {
        continue;
      }
      buckets++;
      if (!same(kept.get(bucket), folded.get(bucket))) {
        read++;
        compare(bucket);
      }
    }
    return new PartLook.Compared(
        Map.of(work.part(), view.nextOffset()),
        counts(live(folded)),
        suspects,
        new Cost(buckets, read, digests, 0, 0, 0),
        Set.of(),
        List.of(),
        null);
  }

  /** A bucket that was emptied and one that never was are the same. */
  private static boolean same(@Nullable BucketSum one, @Nullable BucketSum other) {
    return Objects.requireNonNullElse(one, BucketSum.EMPTY)
        .equals(Objects.requireNonNullElse(other, BucketSum.EMPTY));
  }

  private void compare(Bucket bucket) {
    Map<RecordKey, State> there = states.bucket(bucket);
    digests += there.size();
    for (FoldedDigest folded : view.bucket(bucket.domain(), bucket.number())) {
      digests++;
      see(folded.record(), folded, there.remove(folded.record()));
    }
    there.forEach((record, state) -> see(record, null, state));
  }

  private void see(RecordKey record, @Nullable FoldedDigest folded, @Nullable State state) {
    Difference difference = difference(record, folded, state, at());
    if (difference == null || !work.scope().hasTenant(record.tenant())) {
      return;
    }
    suspects.add(new Suspect(difference, null));
    Count count =
        switch (difference.type()) {
          case MISSING_RECORD -> Count.MISSING;
          case EXTRA_RECORD -> Count.EXTRA;
          case DATA_MISMATCH, CORRUPTED_RECORD, ORPHANED_REFERENCE, DUPLICATE_ID, COUNT_MISMATCH ->
              Count.DIFFERENT;
        };
    found
        .computeIfAbsent(record.domain(), d -> new EnumMap<>(Count.class))
        .merge(count, 1L, Long::sum);
  }

  private Position at() {
    return new Position(work.part(), view.nextOffset());
  }

  /** How a record differs; null where it does not. */
  static @Nullable Difference difference(
      RecordKey record, @Nullable FoldedDigest folded, @Nullable State state, Position at) {
    String expected = folded == null ? null : text(folded.offset(), folded.digest());
    String actual = state == null ? null : text(state.offset(), state.digest());
    if (Objects.equals(expected, actual)) {
      return null;
    }
    boolean should = folded != null && folded.digest() != null;
    boolean stands = state != null && state.digest() != null;
    DifferenceType type =
        should && !stands
            ? DifferenceType.MISSING_RECORD
            : !should && stands ? DifferenceType.EXTRA_RECORD : DifferenceType.DATA_MISMATCH;
    return new Difference(type, record, null, at, expected, actual, List.of());
  }

  private static String text(long offset, @Nullable Object digest) {
    return offset + " " + (digest == null ? "deleted" : digest);
  }

  private Map<String, Long> live(Map<Bucket, BucketSum> folded) {
    Map<String, Long> live = new TreeMap<>();
    Set<String> tenants = work.scope().tenants();
    if (tenants == null) {
      folded.forEach((bucket, sum) -> live.merge(bucket.domain(), sum.live(), Long::sum));
    } else {
      tenants.forEach(tenant -> live(tenant, live));
    }
    live.keySet().removeIf(domain -> !work.scope().hasDomain(domain));
    return live;
  }

  private void live(String tenant, Map<String, Long> live) {
    for (String domain : view.domains(tenant)) {
      String after = null;
      List<FoldedDigest> page;
      do {
        page = view.records(tenant, domain, after, PAGE);
        live.merge(domain, page.stream().filter(one -> one.digest() != null).count(), Long::sum);
        after = page.isEmpty() ? null : page.getLast().record().id();
      } while (page.size() == PAGE);
    }
  }

  private Map<String, DomainCounts> counts(Map<String, Long> source) {
    Map<String, Long> target = states.live();
    Map<String, Long> parked = states.parked();
    Map<String, Long> conflicting = states.conflicting();
    Set<String> domains = new TreeSet<>(source.keySet());
    domains.addAll(target.keySet());
    domains.addAll(found.keySet());
    Map<String, DomainCounts> counts = new TreeMap<>();
    for (String domain : domains) {
      Map<Count, Long> of = new EnumMap<>(Count.class);
      of.putAll(found.getOrDefault(domain, Map.of()));
      long wrong = of.values().stream().mapToLong(Long::longValue).sum();
      long compared = source.getOrDefault(domain, 0L) + of.getOrDefault(Count.EXTRA, 0L);
      of.put(Count.COMPARED, compared);
      of.put(Count.VALID, Math.max(0, compared - wrong));
      of.put(Count.PARKED, parked.getOrDefault(domain, 0L));
      of.put(Count.CONFLICTING, conflicting.getOrDefault(domain, 0L));
      counts.put(
          domain,
          new DomainCounts(source.getOrDefault(domain, 0L), target.getOrDefault(domain, 0L), of));
    }
    return counts;
  }
}
