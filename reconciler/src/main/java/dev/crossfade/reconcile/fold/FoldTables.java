package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.decide.SourceProgress;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.reconcile.fold.RecordValue.Head;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one partition's fold, in two stores: what lies everywhere and is mostly written
 * once, and what is written again with nearly every event, which a cache holds back until the next
 * commit. Whoever calls holds the partition's lock.
 */
final class FoldTables {
  /** Records, index, what was seen, deltas. */
  static final String STATES = "states";

  /** Sums, sources, snapshots, tenants, progress. */
  static final String FACTS = "facts";

  private final KeyValueStore<Bytes, byte[]> states;
  private final KeyValueStore<Bytes, byte[]> facts;
  private final int partition;

  FoldTables(
      KeyValueStore<Bytes, byte[]> states, KeyValueStore<Bytes, byte[]> facts, int partition) {
    this.states = states;
    this.facts = facts;
    this.partition = partition;
  }

  @Nullable RecordValue record(RecordKey key) {
    byte[] stored = states.get(Keys.record(key));
    return stored == null ? null : RecordValue.read(stored, partition);
  }

  Head head(RecordKey key) {
    return RecordValue.head(states.get(Keys.record(key)));
  }

  void record(RecordKey key, RecordValue value) {
    states.put(Keys.record(key), value.write());
  }

  void index(RecordKey key, int bucket) {
    states.put(Keys.index(key, bucket), new byte[0]);
  }

  /** The keys of a bucket's records in order, behind this one. */
  List<RecordKey> bucket(String domain, int bucket, @Nullable RecordKey after, int limit) {
    List<RecordKey> keys = new ArrayList<>();
    each(
        states,
        Keys.bucket(domain, bucket, after),
        (key, value) -> keys.add(Keys.index(key, domain)) && keys.size() < limit);
    return keys;
  }

  /** The keys of a domain's records in order, behind this id. */
  List<RecordKey> records(String tenant, String domain, @Nullable String after, int limit) {
    List<RecordKey> keys = new ArrayList<>();
    each(
        states,
        Keys.records(tenant, domain, after),
        (key, value) -> keys.add(Keys.record(key)) && keys.size() < limit);
    return keys;
  }

  /** The domain of the tenant that comes behind this one; null when there is none. */
  @Nullable String domain(String tenant, @Nullable String after) {
    List<String> found = new ArrayList<>(1);
    each(
        states,
        Keys.records(tenant, null, after),
        (key, value) -> {
          found.add(Keys.record(key).domain());
          return false;
        });
    return found.isEmpty() ? null : found.getFirst();
  }

  BucketSum sum(String domain, int bucket) {
    return Values.sum(facts.get(Keys.sum(domain, bucket)));
  }

  void sum(String domain, int bucket, BucketSum sum) {
    facts.put(Keys.sum(domain, bucket), Values.sum(sum));
  }

  /** Takes each sum. */
  void sums(SumVisitor visitor) {
    each(
        facts,
        Keys.sums(),
        (key, value) -> {
          visitor.take(Keys.sumDomain(key), Keys.sumBucket(key), Values.sum(value));
          return true;
        });
  }

  /** Takes the sum of a bucket. */
  interface SumVisitor {
    void take(String domain, int bucket, BucketSum sum);
  }

  @Nullable Delta delta(long offset) {
    byte[] stored = states.get(Keys.delta(offset));
    return stored == null ? null : Delta.read(stored);
  }

  void delta(long offset, Delta delta) {
    states.put(Keys.delta(offset), delta.write());
  }

  /** The deltas in a range whose end is not part of it, in order. */
  List<Delta.Placed> deltas(long from, long to, int limit) {
    List<Delta.Placed> found = new ArrayList<>();
    if (from < to) {
      each(
          states,
          new Keys.Range(Keys.delta(from), Keys.delta(to - 1)),
          (key, value) ->
              found.add(new Delta.Placed(Keys.deltaOffset(key), Delta.read(value)))
                  && found.size() < limit);
    }
    return found;
  }

  /**
   * Forgets the first deltas of a range whose end is not part of it.
   *
   * @return below which there are none any more
   */
  long forgetDeltas(long from, long to, int limit) {
    List<Bytes> old = new ArrayList<>();
    if (from < to) {
      each(
          states,
          new Keys.Range(Keys.delta(from), Keys.delta(to - 1)),
          (key, value) -> old.add(key) && old.size() < limit);
    }
    old.forEach(states::delete);
    return old.size() < limit ? to : Keys.deltaOffset(old.getLast()) + 1;
  }

  @Nullable Instant seen(SourceKey source, String eventId) {
    return Values.time(states.get(Keys.seen(source, eventId)));
  }

  void seen(SourceKey source, String eventId, Instant appended) {
    states.put(Keys.seen(source, eventId), Values.time(appended));
  }

  /**
   * Forgets what was seen before a time, as far as it lies among so many.
   *
   * @param from where to begin; null for the beginning
   * @return where to go on; null at the end
   */
  @Nullable Bytes forgetSeen(@Nullable Bytes from, Instant before, int limit) {
    List<Bytes> looked = new ArrayList<>();
    List<Bytes> old = new ArrayList<>();
    each(
        states,
        Keys.allSeen(from),
        (key, value) -> {
          Instant appended = Values.time(value);
          if (appended != null && appended.isBefore(before)) {
            old.add(key);
          }
          return looked.add(key) && looked.size() < limit;
        });
    old.forEach(states::delete);
    return looked.size() < limit ? null : looked.getLast();
  }

  /** The ids that a source has used and that are remembered, the oldest first. */
  List<SourceProgress.Used> used(SourceKey source) {
    List<Values.Taken> all = new ArrayList<>();
    each(states, Keys.used(source), (key, value) -> all.add(Values.Taken.read(value)));
    all.sort(Comparator.comparingLong(Values.Taken::taken));
    return all.stream().map(Values.Taken::used).toList();
  }

  void used(SourceKey source, long taken, SourceProgress.Used used) {
    int slot = (int) (taken % SourceProgress.REMEMBERED);
    states.put(Keys.used(source, slot), new Values.Taken(taken, used).write());
  }

  SourceValue source(SourceKey source) {
    return SourceValue.read(facts.get(Keys.source(source)));
  }

  void source(SourceKey source, SourceValue value) {
    facts.put(Keys.source(source), value.write());
  }

  List<SourceKey> sources(String tenant) {
    List<SourceKey> keys = new ArrayList<>();
    each(facts, Keys.sources(tenant), (key, value) -> keys.add(Keys.source(key)));
    return keys;
  }

  @Nullable SnapshotState snapshot(SourceKey source, String snapshot) {
    return Values.snapshot(facts.get(Keys.snapshot(source, snapshot)), partition);
  }

  void snapshot(SourceKey source, SnapshotState state) {
    facts.put(Keys.snapshot(source, state.snapshot().id()), Values.snapshot(state));
  }

  @Nullable TenantFacts tenant(String tenant) {
    byte[] stored = facts.get(Keys.tenant(tenant));
    return stored == null ? null : Values.tenant(tenant, stored);
  }

  void tenant(TenantFacts value) {
    facts.put(Keys.tenant(value.tenant()), Values.tenant(value));
  }

  List<TenantFacts> tenants(@Nullable String after, int limit) {
    List<TenantFacts> found = new ArrayList<>();
    each(
        facts,
        Keys.tenants(after),
        (key, value) -> found.add(Values.tenant(Keys.tenant(key), value)) && found.size() < limit);
    return found;
  }

  @Nullable Progress progress() {
    return Progress.read(facts.get(Keys.progress()));
  }

  void progress(Progress progress) {
    facts.put(Keys.progress(), progress.write());
  }

  /** Gives each entry of a range, in order, until it is told that it was enough. */
  private static void each(
      KeyValueStore<Bytes, byte[]> store, Keys.Range range, BiPredicate<Bytes, byte[]> more) {
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(range.from(), range.to())) {
      while (entries.hasNext()) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        if (!more.test(entry.key, entry.value)) {
          return;
        }
      }
    }
  }
}
