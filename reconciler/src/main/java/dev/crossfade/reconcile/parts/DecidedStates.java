package dev.crossfade.reconcile.parts;

import static dev.crossfade.database.schema.Tables.BUCKET_SUM;
import static dev.crossfade.database.schema.Tables.CONFLICT;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Work;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The decided states of a partition as PostgreSQL has them, within one transaction. */
final class DecidedStates {
  private static final String SUMS =
      """
      select domain, bucket, count(*), count(digest),
             crossfade.wrapped(sum(crossfade.eight_bytes(fingerprint, 1))),
             crossfade.wrapped(sum(crossfade.eight_bytes(fingerprint, 9)))
        from (select s.domain, s.digest, crossfade.bucket_of(s.tenant, s.domain, s.id) as bucket,
                     crossfade.fingerprint_of(s.tenant, s.domain, s.id, s.decided_offset, s.digest) as fingerprint
                from crossfade.record_state s
               where s.migration = {0} and s.partition = {1} and s.decided_offset is not null) as decided
       group by domain, bucket
      """;

  private final DSLContext tx;
  private final Work work;

  DecidedStates(DSLContext tx, Work work) {
    this.tx = tx;
    this.work = work;
  }

  /** A state: the offset that decided it, and its digest; null for a tombstone. */
  record State(long offset, @Nullable Digest digest) {}

  /** A bucket of a domain. */
  record Bucket(String domain, int number) {}

  /** The sums as sync keeps them; of {@code rows} as they are computed anew from the states. */
  Map<Bucket, BucketSum> sums() {
    Map<Bucket, BucketSum> sums = new HashMap<>();
    if (work.level() == Level.ROWS) {
      tx.fetch(SUMS, DSL.inline(work.migrationId()), DSL.inline(work.part()))
          .forEach(
              r ->
                  sums.put(
                      new Bucket(r.get(0, String.class), r.get(1, Integer.class)),
                      new BucketSum(
                          r.get(2, Long.class),
                          r.get(3, Long.class),
                          r.get(4, Long.class),
                          r.get(5, Long.class))));
      return sums;
    }
    var b = BUCKET_SUM;
    tx.selectFrom(b)
        .where(b.PARTITION.eq(work.part()), b.MIGRATION.eq(work.migrationId()))
        .forEach(
            r ->
                sums.put(
                    new Bucket(r.getDomain(), r.getBucket().intValue()),
                    new BucketSum(r.getStates(), r.getLive(), r.getHigh(), r.getLow())));
    return sums;
  }

  /** The states of a bucket. */
  Map<RecordKey, State> bucket(Bucket bucket) {
    var s = RECORD_STATE;
    Map<RecordKey, State> states = new HashMap<>();
    Condition of =
        work.level() == Level.ROWS
            // A bucket that somebody changed by hand must not hide its record.
            ? DSL.condition(
                "crossfade.bucket_of({0}, {1}, {2}) = {3}",
                s.TENANT, s.DOMAIN, s.ID, DSL.inline(bucket.number()))
            : s.BUCKET.eq((short) bucket.number());
    tx.select(s.TENANT, s.ID, s.DECIDED_OFFSET, s.DIGEST)
        .from(s)
        .where(
            s.MIGRATION.eq(work.migrationId()),
            s.PARTITION.eq(work.part()),
            s.DOMAIN.eq(bucket.domain()),
            s.DECIDED_OFFSET.isNotNull(),
            of)
        .forEach(
            r ->
                states.put(
                    new RecordKey(r.value1(), bucket.domain(), r.value2()),
                    new State(r.value3(), digest(r.value4()))));
    return states;
  }

  /** The states of these records, as far as they were decided. */
  Map<RecordKey, State> of(Collection<RecordKey> records) {
    var s = RECORD_STATE;
    Map<RecordKey, State> states = new HashMap<>();
    for (RecordKey key : records) {
      tx.select(s.DECIDED_OFFSET, s.DIGEST)
          .from(s)
          .where(
              s.MIGRATION.eq(work.migrationId()),
              s.TENANT.eq(key.tenant()),
              s.DOMAIN.eq(key.domain()),
              s.ID.eq(key.id()),
              s.DECIDED_OFFSET.isNotNull())
          .forEach(r -> states.put(key, new State(r.value1(), digest(r.value2()))));
    }
    return states;
  }

  /** How many live records there are, by domain. */
  Map<String, Long> live() {
    var s = RECORD_STATE;
    return count(
        s.DOMAIN,
        tx.select(s.DOMAIN, DSL.count())
            .from(s)
            .where(
                s.MIGRATION.eq(work.migrationId()),
                s.PARTITION.eq(work.part()),
                s.DIGEST.isNotNull())
            .and(DSL.and(within(s.TENANT, s.DOMAIN)))
            .groupBy(s.DOMAIN)
            .fetch());
  }

  /** How many writes wait, by domain. */
  Map<String, Long> parked() {
    var p = PARKED_WRITE;
    return count(
        p.DOMAIN,
        tx.select(p.DOMAIN, DSL.count())
            .from(p)
            .where(p.MIGRATION.eq(work.migrationId()), p.PARTITION.eq(work.part()))
            .and(DSL.and(within(p.TENANT, p.DOMAIN)))
            .groupBy(p.DOMAIN)
            .fetch());
  }

  /** How many records have a side that waits for a person, by domain. */
  Map<String, Long> conflicting() {
    var c = CONFLICT;
    return count(
        c.DOMAIN,
        tx.select(c.DOMAIN, DSL.countDistinct(c.TENANT, c.ID))
            .from(c)
            .where(
                c.MIGRATION.eq(work.migrationId()),
                c.PARTITION.eq(work.part()),
                c.STATE.eq("WAITING"))
            .and(DSL.and(within(c.TENANT, c.DOMAIN)))
            .groupBy(c.DOMAIN)
            .fetch());
  }

  private static Map<String, Long> count(Field<String> domain, List<? extends Record> rows) {
    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.put(row.get(domain), row.get(1, Long.class)));
    return counts;
  }

  private List<Condition> within(Field<String> tenant, Field<String> domain) {
    Scope scope = work.scope();
    List<Condition> conditions = new ArrayList<>();
    if (scope.tenants() != null) {
      conditions.add(tenant.eq(DSL.any(scope.tenants().toArray(String[]::new))));
    }
    if (scope.domains() != null) {
      conditions.add(domain.eq(DSL.any(scope.domains().toArray(String[]::new))));
    }
    return conditions;
  }

  private static @Nullable Digest digest(byte @Nullable [] stored) {
    return stored == null ? null : Digest.stored(stored);
  }
}
