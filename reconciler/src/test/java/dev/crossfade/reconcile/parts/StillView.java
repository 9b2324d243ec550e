package dev.crossfade.reconcile.parts;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.fold.SourceFacts;
import dev.crossfade.reconcile.fold.TenantFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A fold that holds a few records, and knows nothing else of them. */
record StillView(int partition, long nextOffset, List<FoldedDigest> records) implements FoldView {
  @Override
  public String topicId() {
    return "t";
  }

  @Override
  public Map<String, SortedMap<Integer, BucketSum>> sums() {
    Map<String, SortedMap<Integer, BucketSum>> sums = new HashMap<>();
    for (FoldedDigest one : records) {
      Fingerprint print = Fingerprint.of(one.record(), one.offset(), one.digest());
      sums.computeIfAbsent(one.record().domain(), d -> new TreeMap<>())
          .merge(
              Fingerprint.bucket(one.record()), BucketSum.of(print, one.digest()), BucketSum::plus);
    }
    return sums;
  }

  @Override
  public List<FoldedDigest> bucket(String domain, int bucket) {
    return records.stream()
        .filter(one -> one.record().domain().equals(domain))
        .filter(one -> Fingerprint.bucket(one.record()) == bucket)
        .toList();
  }

  @Override
  public @Nullable FoldedDigest digest(RecordKey record) {
    return records.stream().filter(one -> one.record().equals(record)).findFirst().orElse(null);
  }

  @Override
  public @Nullable FoldedRecord record(RecordKey record) {
    return null;
  }

  @Override
  public List<FoldedDigest> records(
      String tenant, String domain, @Nullable String after, int limit) {
    return records.stream()
        .filter(one -> one.record().tenant().equals(tenant))
        .filter(one -> one.record().domain().equals(domain))
        .filter(one -> after == null || one.record().id().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public List<String> domains(String tenant) {
    return records.stream()
        .map(FoldedDigest::record)
        .filter(one -> one.tenant().equals(tenant))
        .map(RecordKey::domain)
        .distinct()
        .toList();
  }

  @Override
  public @Nullable TenantFacts tenant(String tenant) {
    return null;
  }

  @Override
  public List<TenantFacts> tenants(@Nullable String after, int limit) {
    return List.of();
  }

  @Override
  public List<SourceFacts> sources(String tenant) {
    return List.of();
  }

  @Override
  public void close() {}

  @Override
  public @Nullable Set<String> movedSince(long offset) {
    return null;
  }
}
