package dev.crossfade.reconcile.parts;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.parts.DecidedStates.Bucket;
import dev.crossfade.reconcile.parts.DecidedStates.State;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sums of a partition's buckets: as the log says, as sync keeps them, and as the states are
 * that stand in PostgreSQL. The last are computed inside PostgreSQL for {@code rows}; for {@code
 * digest} they are taken for those that sync keeps until the states of a bucket were read.
 */
final class BucketSums {
  private static final String TABLE = "crossfade.bucket_sum";

  private final Work work;
  private final Position at;
  private final Map<Bucket, BucketSum> folded = new HashMap<>();
  private final Map<Bucket, BucketSum> kept;
  private final Map<Bucket, BucketSum> present;

  BucketSums(DecidedStates states, Work work, FoldView view) {
    this.work = work;
    this.at = new Position(work.part(), view.nextOffset());
    this.kept = states.kept();
    this.present = work.level() == Level.ROWS ? states.present() : new HashMap<>(kept);
    view.sums()
        .forEach(
            (domain, buckets) ->
                buckets.forEach((number, sum) -> folded.put(new Bucket(domain, number), sum)));
  }

  /** Those that are looked at. */
  Set<Bucket> all() {
    Set<Bucket> all = new TreeSet<>(kept.keySet());
    all.addAll(folded.keySet());
    all.addAll(present.keySet());
    all.removeIf(bucket -> !work.scope().hasDomain(bucket.domain()));
    return all;
  }

  /** Those whose states are not what the log says. */
  Set<Bucket> differing() {
    Set<Bucket> differing = all();
    differing.removeIf(bucket -> of(present, bucket).equals(of(folded, bucket)));
    return differing;
  }

  /** How many records live by the log, by domain. */
  Map<String, Long> source() {
    return live(folded);
  }

  /** How many live in PostgreSQL, by domain. */
  Map<String, Long> target() {
    return live(present);
  }

  private Map<String, Long> live(Map<Bucket, BucketSum> sums) {
    Map<String, Long> live = new TreeMap<>();
    for (Bucket bucket : all()) {
      live.merge(bucket.domain(), of(sums, bucket).live(), Long::sum);
    }
    return live;
  }

  /** These are all states of the bucket. */
  void read(Bucket bucket, Map<RecordKey, State> there) {
    BucketSum sum = BucketSum.EMPTY;
    for (Map.Entry<RecordKey, State> one : there.entrySet()) {
      State state = one.getValue();
      Fingerprint print = Fingerprint.of(one.getKey(), state.offset(), state.digest());
      sum = sum.plus(BucketSum.of(print, state.digest()));
    }
    present.put(bucket, sum);
  }

  /**
   * The sums that sync keeps and that say neither what the log says nor what the states are:
   * PostgreSQL's own book of them is wrong, and no record differs by that. One that follows the log
   * while the states do not is right, and the states are told. Each is told by how much it is
   * wrong, which stays the same while events come and go.
   */
  List<Difference> wrong() {
    List<Difference> wrong = new ArrayList<>();
    for (Bucket bucket : all()) {
      BucketSum is = of(kept, bucket);
      if (!is.equals(of(folded, bucket)) && !is.equals(of(present, bucket))) {
        wrong.add(
            new Difference(
                DifferenceType.COUNT_MISMATCH,
                new RecordKey("", bucket.domain(), ""),
                new Difference.RowName(TABLE, work.part() + "/" + bucket.number()),
                at,
                text(BucketSum.EMPTY),
                text(is.minus(of(present, bucket))),
                List.of()));
      }
    }
    return wrong;
  }

  /** Whether a difference is one of these sums. */
  static boolean isSum(Difference difference) {
    return difference.row() != null && difference.row().table().equals(TABLE);
  }

  /** A bucket that was emptied and one that never was are the same. */
  private static BucketSum of(Map<Bucket, BucketSum> sums, Bucket bucket) {
    return sums.getOrDefault(bucket, BucketSum.EMPTY);
  }

  private static String text(BucketSum by) {
    return "%d states, %d live, %016x%016x off"
        .formatted(by.states(), by.live(), by.high(), by.low());
  }
}
