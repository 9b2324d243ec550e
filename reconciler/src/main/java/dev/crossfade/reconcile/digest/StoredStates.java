package dev.crossfade.reconcile.digest;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.BUCKET_SUM;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.reconcile.fold.FoldedDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The decided states of a partition as PostgreSQL holds them, in one transaction. */
final class StoredStates {
  private final DSLContext tx;
  private final short migration;
  private final int partition;

  StoredStates(DSLContext tx, short migration, int partition) {
    this.tx = tx;
    this.migration = migration;
    this.partition = partition;
  }

  /** The position row: how far the log is applied, and which log that is. */
  record Applied(long nextOffset, String topicId) {}

  /** Null where the partition was never begun. */
  @Nullable Applied applied() {
    var p = APPLIED_POSITION;
    return tx.select(p.NEXT_OFFSET, p.TOPIC_ID)
        .from(p)
        .where(p.MIGRATION.eq(migration), p.PARTITION.eq(partition))
        .fetchOne(r -> new Applied(r.value1(), r.value2()));
  }

  Map<String, SortedMap<Integer, BucketSum>> sums() {
    var s = BUCKET_SUM;
    Map<String, SortedMap<Integer, BucketSum>> sums = new HashMap<>();
    tx.select(s.DOMAIN, s.BUCKET, s.STATES, s.LIVE, s.HIGH, s.LOW)
        .from(s)
        .where(s.PARTITION.eq(partition), s.MIGRATION.eq(migration))
        .forEach(
            r ->
                sums.computeIfAbsent(r.value1(), d -> new TreeMap<>())
                    .put(
                        r.value2().intValue(),
                        new BucketSum(r.value3(), r.value4(), r.value5(), r.value6())));
    return sums;
  }

  List<FoldedDigest> bucket(String domain, int bucket) {
    var s = RECORD_STATE;
    return states(s.BUCKET.eq((short) bucket), s.DOMAIN.eq(domain));
  }

  List<FoldedDigest> records(String tenant, String domain) {
    var s = RECORD_STATE;
    return states(s.TENANT.eq(tenant), s.DOMAIN.eq(domain));
  }

  List<String> domains(String tenant) {
    var s = RECORD_STATE;
    return tx.selectDistinct(s.DOMAIN)
        .from(s)
        .where(s.MIGRATION.eq(migration), s.TENANT.eq(tenant), s.PARTITION.eq(partition))
        .fetch(s.DOMAIN);
  }

  @Nullable FoldedDigest record(RecordKey key) {
    var s = RECORD_STATE;
    List<FoldedDigest> found =
        states(s.TENANT.eq(key.tenant()), s.DOMAIN.eq(key.domain()), s.ID.eq(key.id()));
    return found.isEmpty() ? null : found.getFirst();
  }

  private List<FoldedDigest> states(Condition... which) {
    var s = RECORD_STATE;
    return tx.select(s.TENANT, s.DOMAIN, s.ID, s.DECIDED_OFFSET, s.DIGEST)
        .from(s)
        .where(
            s.MIGRATION.eq(migration),
            s.PARTITION.eq(partition),
            s.DECIDED_OFFSET.isNotNull(),
            DSL.and(which))
        .fetch(
            r ->
                new FoldedDigest(
                    new RecordKey(r.value1(), r.value2(), r.value3()),
                    r.value4(),
                    r.value5() == null ? null : Digest.stored(r.value5())));
  }
}
