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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
               where s.migration = {0} and s.partition = {1} and s.bucket = any ({2})
                 and s.decided_offset is not null) as decided
       group by domain, bucket
      """;

  /**
   * All there are: by these the index of buckets finds the states of one partition, which no index
   * begins with. One whose bucket somebody made another number is missed, and looked for by its
   * key.
   */
  private static final Field<Short[]> ALL_BUCKETS =
      DSL.inline(
          IntStream.range(0, BucketSum.BUCKETS)
              .mapToObj(bucket -> (short) bucket)
              .toArray(Short[]::new));

  private final DSLContext tx;
  private final Work work;

  DecidedStates(DSLContext tx, Work work) {
    this.tx = tx;
    this.work = work;
  }

  /** A state: the offset that decided it, and its digest; null for a tombstone. */
  record State(long offset, @Nullable Digest digest) {}

  /** A bucket of a domain. */
  record Bucket(String domain, int number) implements Comparable<Bucket> {
    @Override
    public int compareTo(Bucket other) {
      int byDomain = domain.compareTo(other.domain);
      return byDomain != 0 ? byDomain : Integer.compare(number, other.number);
    }
  }

  /** The sums as sync keeps them. */
  Map<Bucket, BucketSum> kept() {
    Map<Bucket, BucketSum> sums = new HashMap<>();
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

  /** The sums computed anew from the states, inside PostgreSQL. */
  Map<Bucket, BucketSum> present() {
    Map<Bucket, BucketSum> sums = new HashMap<>();
    tx.fetch(SUMS, DSL.inline(work.migrationId()), DSL.inline(work.part()), ALL_BUCKETS)
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

  /** The states of these buckets; of one without states nothing. */
  Map<Bucket, Map<RecordKey, State>> buckets(Collection<Bucket> buckets) {
    Map<String, List<Short>> numbers = new TreeMap<>();
    for (Bucket bucket : buckets) {
      numbers.computeIfAbsent(bucket.domain(), d -> new ArrayList<>()).add((short) bucket.number());
    }
    Map<Bucket, Map<RecordKey, State>> states = new HashMap<>();
    var s = RECORD_STATE;
    // A bucket that somebody changed by hand must not hide its record from a run that looks deep.
    Field<Short> number =
        work.level() == Level.ROWS
            ? DSL.field("crossfade.bucket_of({0}, {1}, {2})", Short.class, s.TENANT, s.DOMAIN, s.ID)
            : s.BUCKET;
    numbers.forEach(
        (domain, some) ->
            tx.select(s.TENANT, s.ID, s.DECIDED_OFFSET, s.DIGEST, number)
                .from(s)
                .where(
                    decided(), s.DOMAIN.eq(domain), number.eq(DSL.any(some.toArray(Short[]::new))))
                .forEach(
                    r ->
                        states
                            .computeIfAbsent(
                                new Bucket(domain, r.value5().intValue()), b -> new HashMap<>())
                            .put(
                                new RecordKey(r.value1(), domain, r.value2()),
                                new State(r.value3(), digest(r.value4())))));
    return states;
  }

  /** The states of these records, as far as they were decided. */
  Map<RecordKey, State> of(Collection<RecordKey> records) {
    var s = RECORD_STATE;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            DSL.val(records.stream().map(RecordKey::tenant).toArray(String[]::new)),
            DSL.val(records.stream().map(RecordKey::domain).toArray(String[]::new)),
            DSL.val(records.stream().map(RecordKey::id).toArray(String[]::new)));
    Map<RecordKey, State> states = new HashMap<>();
    tx.select(s.TENANT, s.DOMAIN, s.ID, s.DECIDED_OFFSET, s.DIGEST)
        .from(k)
        .join(s)
        .on(
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.DOMAIN.eq(DSL.field("k.domain", String.class)),
            s.ID.eq(DSL.field("k.id", String.class)))
        .where(decided())
        .forEach(
            r ->
                states.put(
                    new RecordKey(r.value1(), r.value2(), r.value3()),
                    new State(r.value4(), digest(r.value5()))));
    return states;
  }

  /** All states of a tenant, in the domains that are looked at. */
  Map<RecordKey, State> tenant(String tenant) {
    var s = RECORD_STATE;
    Map<RecordKey, State> states = new HashMap<>();
    tx.select(s.DOMAIN, s.ID, s.DECIDED_OFFSET, s.DIGEST)
        .from(s)
        .where(decided(), s.TENANT.eq(tenant))
        .forEach(
            r -> {
              if (work.scope().hasDomain(r.value1())) {
                states.put(
                    new RecordKey(tenant, r.value1(), r.value2()),
                    new State(r.value3(), digest(r.value4())));
              }
            });
    return states;
  }

  /** Those of these tenants that have states here. */
  Set<String> tenants(Collection<String> named) {
    var s = RECORD_STATE;
    return tx.selectDistinct(s.TENANT)
        .from(s)
        .where(decided(), s.TENANT.eq(DSL.any(named.toArray(String[]::new))))
        .fetchSet(s.TENANT);
  }

  private Condition decided() {
    var s = RECORD_STATE;
    return DSL.and(
        s.MIGRATION.eq(work.migrationId()),
        s.PARTITION.eq(work.part()),
        s.DECIDED_OFFSET.isNotNull());
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
