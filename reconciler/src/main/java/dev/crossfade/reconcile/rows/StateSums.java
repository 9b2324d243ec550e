package dev.crossfade.reconcile.rows;

import dev.crossfade.core.compare.BucketSum;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The sums of buckets as sync keeps them, held against what PostgreSQL computes anew from the
 * decided states: a state that somebody changed by hand, a tombstone that was raised, shows here.
 */
public final class StateSums {
  private static final String QUERY =
      """
      with states as (
        select s.partition, s.domain, crossfade.bucket_of(s.tenant, s.domain, s.id) as bucket, s.digest,
               crossfade.fingerprint_of(s.tenant, s.domain, s.id, s.decided_offset, s.digest) as fingerprint
          from crossfade.record_state as s
         where s.migration = {0} and s.decided_offset is not null),
      sums as (
        select partition, domain, bucket, count(*) as states, count(digest) as live,
               crossfade.wrapped(sum(crossfade.eight_bytes(fingerprint, 1))) as high,
               crossfade.wrapped(sum(crossfade.eight_bytes(fingerprint, 9))) as low
          from states group by partition, domain, bucket),
      kept as (select * from crossfade.bucket_sum where migration = {0})
      select coalesce(k.partition, s.partition), coalesce(k.domain, s.domain),
             coalesce(k.bucket, s.bucket),
             coalesce(k.states, 0), coalesce(k.live, 0), coalesce(k.high, 0), coalesce(k.low, 0),
             coalesce(s.states, 0), coalesce(s.live, 0), coalesce(s.high, 0), coalesce(s.low, 0)
        from kept as k full join sums as s
          on k.partition = s.partition and k.domain = s.domain and k.bucket = s.bucket
       where (coalesce(k.states, 0), coalesce(k.live, 0), coalesce(k.high, 0), coalesce(k.low, 0))
          <> (coalesce(s.states, 0), coalesce(s.live, 0), coalesce(s.high, 0), coalesce(s.low, 0))
       order by 1, 2, 3
      """;

  private StateSums() {}

  /**
   * A bucket whose states are not what its sum says.
   *
   * @param kept the sum as sync keeps it
   * @param present the sum of the states as they are
   */
  public record Differing(
      int partition, String domain, int bucket, BucketSum kept, BucketSum present) {}

  /** The buckets whose sums differ, by partition, domain and number. */
  public static List<Differing> differing(DSLContext tx, short migration) {
    List<Differing> found = new ArrayList<>();
    tx.fetch(QUERY.replace("{0}", Short.toString(migration)))
        .forEach(
            r ->
                found.add(
                    new Differing(
                        r.get(0, Integer.class),
                        r.get(1, String.class),
                        r.get(2, Integer.class),
                        sum(r, 3),
                        sum(r, 7))));
    return found;
  }

  private static BucketSum sum(Record r, int from) {
    return new BucketSum(
        r.get(from, Long.class),
        r.get(from + 1, Long.class),
        r.get(from + 2, Long.class),
        r.get(from + 3, Long.class));
  }
}
