package dev.crossfade.reconcile.proof;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.decide.Holes;
import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.fold.SourceFacts;
import dev.crossfade.reconcile.fold.TenantFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A fold of partition 0 as a test has it: each tenant with one source. */
final class ScriptedFold implements Fold {
  /** Of one tenant. */
  private record Known(TenantFacts facts, SourceFacts source) {}

  final String migration;
  boolean here = true;
  boolean forgetful;
  long next;
  private final TreeMap<String, Known> tenants = new TreeMap<>();
  private final Map<String, Long> last = new HashMap<>();

  ScriptedFold(String migration) {
    this.migration = migration;
  }

  /** An event of a tenant, behind which this is so. */
  void event(String tenant, long waiting, long held, boolean hole, @Nullable String snapshot) {
    Position at = new Position(0, next);
    SnapshotState complete =
        snapshot == null
            ? null
            : new SnapshotState(
                new Snapshot(snapshot, Watermark.UNKNOWN), at, SnapshotState.Status.COMPLETE, at);
    tenants.put(
        tenant,
        new Known(
            new TenantFacts(tenant, 0, next, 1, 1, waiting, held),
            new SourceFacts(
                new SourceKey(tenant, "a"),
                0,
                next,
                9,
                hole ? List.of(new Holes.Range(7, 7)) : List.of(),
                complete,
                complete)));
    last.put(tenant, next);
    next++;
  }

  @Override
  public String migration() {
    return migration;
  }

  @Override
  public Map<Integer, Long> partitions() {
    return here ? Map.of(0, next) : Map.of();
  }

  @Override
  public FoldAnswer at(int partition, long nextOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FoldAnswer atEnd(int partition) {
    return here ? new FoldAnswer.At(new View()) : new FoldAnswer.NotHere();
  }

  @Override
  public long lag() {
    return 0;
  }

  @Override
  public HealthCheck.Result health() {
    return HealthCheck.up("scripted");
  }

  @Override
  public void close() {}

  private final class View implements FoldView {
    private final long position = next;

    @Override
    public int partition() {
      return 0;
    }

    @Override
    public long nextOffset() {
      return position;
    }

    @Override
    public String topicId() {
      return "topic";
    }

    @Override
    public @Nullable TenantFacts tenant(String tenant) {
      Known known = tenants.get(tenant);
      return known == null ? null : known.facts();
    }

    @Override
    public List<TenantFacts> tenants(@Nullable String after, int limit) {
      List<TenantFacts> page = new ArrayList<>();
      var from = after == null ? tenants : tenants.tailMap(after, false);
      from.values().stream().limit(limit).forEach(known -> page.add(known.facts()));
      return page;
    }

    @Override
    public @Nullable Set<String> movedSince(long offset) {
      if (forgetful) {
        return null;
      }
      Set<String> moved = new HashSet<>(last.keySet());
      moved.removeIf(tenant -> last.getOrDefault(tenant, 0L) < offset);
      return moved;
    }

    @Override
    public List<SourceFacts> sources(String tenant) {
      Known known = tenants.get(tenant);
      return known == null ? List.of() : List.of(known.source());
    }

    @Override
    public Map<String, SortedMap<Integer, BucketSum>> sums() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<FoldedDigest> bucket(String domain, int bucket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable FoldedDigest digest(RecordKey record) {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable FoldedRecord record(RecordKey record) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<FoldedDigest> records(
        String tenant, String domain, @Nullable String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> domains(String tenant) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
