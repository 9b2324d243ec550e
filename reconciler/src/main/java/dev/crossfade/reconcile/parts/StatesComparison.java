package dev.crossfade.reconcile.parts;

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
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
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
 * digests of the buckets that differ; of tenants that are named, their digests. Reads no documents.
 */
final class StatesComparison {
  private static final int PAGE = 1_000;

  private final Work work;
  private final FoldView view;
  private final DecidedStates states;
  private final Map<String, Map<Count, Long>> found = new TreeMap<>();
  private final List<Suspect> suspects = new ArrayList<>();
  private final Map<String, Long> source = new TreeMap<>();
  private final Map<String, Long> target = new TreeMap<>();
  private long digests;

  StatesComparison(DSLContext tx, Work work, FoldView view) {
    this.work = work;
    this.view = view;
    this.states = new DecidedStates(tx, work);
  }

  PartLook.Compared compare() {
    Set<String> tenants = work.scope().tenants();
    long buckets = 0;
    Set<Bucket> differing = Set.of();
    if (tenants == null) {
      BucketSums sums = new BucketSums(states, work, view);
      differing = sums.differing();
      compare(differing, sums);
      source.putAll(sums.source());
      target.putAll(sums.target());
      buckets = sums.all().size();
    } else {
      here(tenants).forEach(this::compare);
    }
    return new PartLook.Compared(
        Map.of(work.part(), view.nextOffset()),
        counts(),
        suspects,
        new Cost(buckets, differing.size(), digests, 0, 0, 0),
        Set.of(),
        List.of(),
        null);
  }

  /** The sums that are wrong now. */
  List<Difference> wrongSums() {
    BucketSums sums = new BucketSums(states, work, view);
    if (work.level() != Level.ROWS) {
      Set<Bucket> differing = sums.differing();
      Map<Bucket, Map<RecordKey, State>> there = states.buckets(differing);
      differing.forEach(bucket -> sums.read(bucket, there.getOrDefault(bucket, Map.of())));
    }
    return sums.wrong();
  }

  private void compare(Set<Bucket> differing, BucketSums sums) {
    Map<Bucket, Map<RecordKey, State>> there = states.buckets(differing);
    for (Bucket bucket : differing) {
      Map<RecordKey, State> some = there.getOrDefault(bucket, new HashMap<>());
      digests += some.size();
      sums.read(bucket, some);
      for (FoldedDigest folded : view.bucket(bucket.domain(), bucket.number())) {
        digests++;
        see(folded.record(), folded, some.remove(folded.record()));
      }
      some.forEach((record, state) -> see(record, null, state));
    }
    sums.wrong().forEach(one -> suspects.add(new Suspect(one, null)));
  }

  /** Those of the tenants that the fold or PostgreSQL has anything of. */
  private Set<String> here(Set<String> tenants) {
    Set<String> here = new TreeSet<>(states.tenants(tenants));
    for (String tenant : tenants) {
      if (!view.domains(tenant).isEmpty()) {
        here.add(tenant);
      }
    }
    return here;
  }

  /** One tenant's states, each held against the fold: the sums are those of all tenants. */
  private void compare(String tenant) {
    Map<RecordKey, State> there = states.tenant(tenant);
    digests += there.size();
    there.forEach(
        (key, state) -> target.merge(key.domain(), state.digest() == null ? 0L : 1L, Long::sum));
    for (String domain : view.domains(tenant)) {
      String after = null;
      List<FoldedDigest> page = List.of();
      do {
        page =
            work.scope().hasDomain(domain) ? view.records(tenant, domain, after, PAGE) : List.of();
        digests += page.size();
        for (FoldedDigest folded : page) {
          see(folded.record(), folded, there.remove(folded.record()));
          source.merge(domain, folded.digest() == null ? 0L : 1L, Long::sum);
          after = folded.record().id();
        }
      } while (page.size() == PAGE);
    }
    there.forEach((record, state) -> see(record, null, state));
  }

  private void see(RecordKey record, @Nullable FoldedDigest folded, @Nullable State state) {
    Difference difference = difference(record, folded, state, at());
    if (difference == null) {
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

  private Map<String, DomainCounts> counts() {
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
