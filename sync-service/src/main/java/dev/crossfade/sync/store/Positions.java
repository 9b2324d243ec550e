package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;

import java.time.Instant;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** How far each partition is applied. The row is advanced by compare-and-set: that is the fence. */
public final class Positions {
  private Positions() {}

  /** A partition's row: the next offset to apply, and which log that is. */
  public record Applied(long nextOffset, String topicId, int partitions) {}

  /** The row; null where the partition was never begun. */
  public static @Nullable Applied read(DSLContext db, LogPartition of) {
    var p = APPLIED_POSITION;
    return db.select(p.NEXT_OFFSET, p.TOPIC_ID, p.PARTITIONS)
        .from(p)
        .where(p.MIGRATION.eq(of.migration()), p.PARTITION.eq(of.partition()))
        .fetchOne(r -> new Applied(r.value1(), r.value2(), r.value3()));
  }

  /** The next offset of each partition that was begun. */
  public static Map<Integer, Long> readAll(DSLContext db, short migration) {
    var p = APPLIED_POSITION;
    return db.select(p.PARTITION, p.NEXT_OFFSET)
        .from(p)
        .where(p.MIGRATION.eq(migration))
        .fetchMap(p.PARTITION, p.NEXT_OFFSET);
  }

  /** Begins a partition, unless it is begun already. */
  public static void begin(DSLContext db, LogPartition of, Applied at, Instant now) {
    var p = APPLIED_POSITION;
    db.insertInto(p)
        .set(p.MIGRATION, of.migration())
        .set(p.PARTITION, of.partition())
        .set(p.NEXT_OFFSET, at.nextOffset())
        .set(p.TOPIC_ID, at.topicId())
        .set(p.PARTITIONS, at.partitions())
        .set(p.UPDATED_AT, now)
        .onConflictDoNothing()
        .execute();
  }

  /**
   * Locks the row where it stands until the transaction ends, without moving it.
   *
   * @return false when it stands elsewhere: someone else has the partition
   */
  public static boolean hold(DSLContext tx, LogPartition of, long at) {
    var p = APPLIED_POSITION;
    return tx.selectOne()
            .from(p)
            .where(
                p.MIGRATION.eq(of.migration()),
                p.PARTITION.eq(of.partition()),
                p.NEXT_OFFSET.eq(at))
            .forUpdate()
            .fetchOne()
        != null;
  }

  /**
   * Locks the row wherever it stands until the transaction ends, without moving it: no batch is
   * applied meanwhile. For changes that follow from no event.
   *
   * @return where it stands; null where the partition was never begun
   */
  public static @Nullable Long lock(DSLContext tx, LogPartition of) {
    var p = APPLIED_POSITION;
    return tx.select(p.NEXT_OFFSET)
        .from(p)
        .where(p.MIGRATION.eq(of.migration()), p.PARTITION.eq(of.partition()))
        .forUpdate()
        .fetchOne(p.NEXT_OFFSET);
  }

  /**
   * Advances the row from one offset to another, and locks it until the transaction ends.
   *
   * @return false when the row stands elsewhere: someone else has the partition
   */
  public static boolean advance(DSLContext tx, LogPartition of, long from, long to, Instant now) {
    var p = APPLIED_POSITION;
    return tx.update(p)
            .set(p.NEXT_OFFSET, to)
            .set(p.UPDATED_AT, now)
            .where(
                p.MIGRATION.eq(of.migration()),
                p.PARTITION.eq(of.partition()),
                p.NEXT_OFFSET.eq(from))
            .execute()
        == 1;
  }
}
