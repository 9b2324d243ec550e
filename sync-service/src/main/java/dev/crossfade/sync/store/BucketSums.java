package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.BUCKET_SUM;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** The sums over the decided states of each bucket of a partition. */
public final class BucketSums {
  private BucketSums() {}

  /** A bucket of a domain's records in one partition. */
  public record Bucket(String domain, int number) {
    /** The bucket of a record. */
    public static Bucket of(RecordKey key) {
      return new Bucket(key.domain(), Fingerprint.bucket(key));
    }
  }

  /** Adds what buckets gain, with one statement. */
  public static void add(DSLContext tx, LogPartition of, Map<Bucket, BucketSum> gained) {
    if (gained.isEmpty()) {
      return;
    }
    List<Map.Entry<Bucket, BucketSum>> all =
        gained.entrySet().stream()
            .sorted(
                Map.Entry.comparingByKey(
                    Comparator.comparing(Bucket::domain).thenComparingInt(Bucket::number)))
            .toList();
    var b = BUCKET_SUM;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}, {3}, {4}, {5}) as k (domain, bucket, states, live, high, low)",
            DSL.val(all.stream().map(e -> e.getKey().domain()).toArray(String[]::new)),
            DSL.val(all.stream().map(e -> (short) e.getKey().number()).toArray(Short[]::new)),
            numbers(all, BucketSum::states),
            numbers(all, BucketSum::live),
            numbers(all, BucketSum::high),
            numbers(all, BucketSum::low));
    tx.insertInto(b, b.MIGRATION, b.PARTITION, b.DOMAIN, b.BUCKET, b.STATES, b.LIVE, b.HIGH, b.LOW)
        .select(
            tx.select(
                    DSL.val(of.migration()),
                    DSL.val(of.partition()),
                    DSL.field("k.domain", String.class),
                    DSL.field("k.bucket", Short.class),
                    DSL.field("k.states", Long.class),
                    DSL.field("k.live", Long.class),
                    DSL.field("k.high", Long.class),
                    DSL.field("k.low", Long.class))
                .from(k))
        .onConflict(b.PARTITION, b.DOMAIN, b.BUCKET, b.MIGRATION)
        .doUpdate()
        .set(b.STATES, b.STATES.plus(DSL.excluded(b.STATES)))
        .set(b.LIVE, b.LIVE.plus(DSL.excluded(b.LIVE)))
        .set(b.HIGH, wrapped(b.HIGH))
        .set(b.LOW, wrapped(b.LOW))
        .execute();
  }

  /** Modulo 2^64: PostgreSQL's own addition would refuse what does not fit. */
  private static Field<Long> wrapped(Field<Long> sum) {
    return DSL.field("crossfade.wrapped({0}::numeric + {1})", Long.class, sum, DSL.excluded(sum));
  }

  private static Field<Long[]> numbers(
      List<Map.Entry<Bucket, BucketSum>> all, ToLongFunction<BucketSum> member) {
    return DSL.val(all.stream().map(e -> member.applyAsLong(e.getValue())).toArray(Long[]::new));
  }

  /** All sums of a partition but those of no states. */
  public static Map<Bucket, BucketSum> read(DSLContext db, LogPartition of) {
    var b = BUCKET_SUM;
    Map<Bucket, BucketSum> sums = new HashMap<>();
    db.select(b.DOMAIN, b.BUCKET, b.STATES, b.LIVE, b.HIGH, b.LOW)
        .from(b)
        .where(b.MIGRATION.eq(of.migration()), b.PARTITION.eq(of.partition()), b.STATES.ne(0L))
        .forEach(
            r ->
                sums.put(
                    new Bucket(r.value1(), r.value2()),
                    new BucketSum(r.value3(), r.value4(), r.value5(), r.value6())));
    return sums;
  }
}
