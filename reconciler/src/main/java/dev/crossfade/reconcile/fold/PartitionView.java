package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.reconcile.fold.RecordValue.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A partition's fold at a position: the tables as they are, less what the deltas at or above the
 * position have done. These do not change any more, and the pin keeps them, so a long answer is put
 * together from short readings.
 */
final class PartitionView implements FoldView {
  /** How much is read while the folding thread waits. */
  private static final int PAGE = 500;

  private final PartitionFold fold;
  private final String topicId;
  private final long position;

  PartitionView(PartitionFold fold, String topicId, long position) {
    this.fold = fold;
    this.topicId = topicId;
    this.position = position;
  }

  @Override
  public int partition() {
    return fold.partition();
  }

  @Override
  public long nextOffset() {
    return position;
  }

  @Override
  public String topicId() {
    return topicId;
  }

  @Override
  public Map<String, SortedMap<Integer, BucketSum>> sums() {
    Map<String, SortedMap<Integer, BucketSum>> sums = new HashMap<>();
    long end =
        fold.read(
            this,
            tables -> {
              tables.sums(
                  (domain, bucket, sum) ->
                      sums.computeIfAbsent(domain, d -> new TreeMap<>()).put(bucket, sum));
              return fold.progress().next();
            });
    long from = position;
    while (from < end) {
      long begin = from;
      from = fold.read(this, tables -> takeBack(tables, begin, end, sums));
    }
    sums.values().forEach(domain -> domain.values().removeIf(BucketSum.EMPTY::equals));
    sums.values().removeIf(Map::isEmpty);
    return sums;
  }

  private static long takeBack(
      FoldTables tables, long from, long end, Map<String, SortedMap<Integer, BucketSum>> sums) {
    List<Delta.Placed> page = tables.deltas(from, end, PAGE);
    for (Delta.Placed placed : page) {
      Delta delta = placed.delta();
      RecordKey key = delta.record();
      sums.computeIfAbsent(key.domain(), d -> new TreeMap<>())
          .merge(Fingerprint.bucket(key), BucketSum.EMPTY.minus(delta.change()), BucketSum::plus);
    }
    return page.size() < PAGE ? end : page.getLast().offset() + 1;
  }

  @Override
  public List<FoldedDigest> bucket(String domain, int bucket) {
    List<FoldedDigest> found = new ArrayList<>();
    RecordKey after = null;
    while (true) {
      RecordKey behind = after;
      List<RecordKey> page =
          fold.read(
              this,
              tables -> {
                List<RecordKey> keys = tables.bucket(domain, bucket, behind, PAGE);
                keys.forEach(key -> add(found, key, at(tables, key)));
                return keys;
              });
      if (page.size() < PAGE) {
        return found;
      }
      after = page.getLast();
    }
  }

  private static void add(List<FoldedDigest> to, RecordKey key, Head head) {
    if (head.decided()) {
      to.add(new FoldedDigest(key, head.offset(), head.digest()));
    }
  }

  /** Goes back from delta to delta, as far as the position. */
  private Head at(FoldTables tables, RecordKey key) {
    Head head = tables.head(key);
    while (head.offset() >= position) {
      Delta delta = tables.delta(head.offset());
      if (delta == null || !delta.record().equals(key)) {
        throw new IllegalStateException("the fold lacks the delta at " + head.offset());
      }
      head = delta.before();
    }
    return head;
  }

  @Override
  public @Nullable FoldedDigest digest(RecordKey record) {
    List<FoldedDigest> found = new ArrayList<>(1);
    Head head = fold.read(this, tables -> at(tables, record));
    add(found, record, head);
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public @Nullable FoldedRecord record(RecordKey record) {
    // One that only events above the position have named is none.
    return fold.read(
            this,
            tables ->
                Optional.ofNullable(tables.record(record))
                    .map(value -> folded(record, value, at(tables, record)))
                    .filter(found -> found.at() != null || found.exact()))
        .orElse(null);
  }

  private FoldedRecord folded(RecordKey key, RecordValue value, Head at) {
    byte[] document = value.document();
    return new FoldedRecord(
        key,
        at.decided() ? new FoldedDigest(key, at.offset(), at.digest()) : null,
        value.touched() < position,
        value.state(),
        document == null ? null : Document.stored(document));
  }

  @Override
  public List<FoldedDigest> records(
      String tenant, String domain, @Nullable String after, int limit) {
    List<FoldedDigest> found = new ArrayList<>();
    String behind = after;
    while (found.size() < limit) {
      String from = behind;
      int page = Math.min(PAGE, limit - found.size());
      List<RecordKey> keys =
          fold.read(
              this,
              tables -> {
                List<RecordKey> some = tables.records(tenant, domain, from, page);
                some.forEach(key -> add(found, key, at(tables, key)));
                return some;
              });
      if (keys.size() < page) {
        break;
      }
      behind = keys.getLast().id();
    }
    return found;
  }

  @Override
  public List<String> domains(String tenant) {
    return fold.read(
        this,
        tables -> {
          List<String> found = new ArrayList<>();
          String next = tables.domain(tenant, null);
          while (next != null) {
            found.add(next);
            next = tables.domain(tenant, next);
          }
          return found;
        });
  }

  @Override
  public @Nullable TenantFacts tenant(String tenant) {
    return fold.read(this, tables -> Optional.ofNullable(tables.tenant(tenant))).orElse(null);
  }

  @Override
  public List<TenantFacts> tenants(@Nullable String after, int limit) {
    List<TenantFacts> found = new ArrayList<>();
    while (found.size() < limit) {
      String behind = found.isEmpty() ? after : found.getLast().tenant();
      int page = Math.min(PAGE, limit - found.size());
      List<TenantFacts> some = fold.read(this, tables -> tables.tenants(behind, page));
      found.addAll(some);
      if (some.size() < page) {
        break;
      }
    }
    return found;
  }

  @Override
  public @Nullable Set<String> movedSince(long offset) {
    return fold.movedSince(this, offset);
  }

  @Override
  public List<SourceFacts> sources(String tenant) {
    return fold.read(
        this,
        tables -> tables.sources(tenant).stream().map(source -> facts(tables, source)).toList());
  }

  private static SourceFacts facts(FoldTables tables, SourceKey source) {
    SourceValue value = tables.source(source);
    return new SourceFacts(
        source,
        value.first(),
        value.last(),
        value.sequence(),
        value.holes(),
        snapshot(tables, source, value.latest()),
        snapshot(tables, source, value.complete()));
  }

  private static @Nullable SnapshotState snapshot(
      FoldTables tables, SourceKey source, @Nullable String id) {
    return id == null ? null : tables.snapshot(source, id);
  }

  @Override
  public void close() {
    fold.release(this);
  }
}
