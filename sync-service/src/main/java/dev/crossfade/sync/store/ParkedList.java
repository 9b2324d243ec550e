package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.schema.tables.records.ParkedWriteRecord;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Parked writes as they are shown. */
public final class ParkedList {
  private ParkedList() {}

  /**
   * A write that waits.
   *
   * @param position of the event whose write it is
   * @param tries how often it was tried again
   */
  public record Entry(
      Position position, Parked parked, int tries, Instant parkedAt, Instant retryAt) {
    public RecordKey key() {
      return parked.key();
    }
  }

  /** Which are asked for; a null asks for all. */
  public record Filter(@Nullable String tenant, @Nullable String domain, @Nullable Reason reason) {
    private Condition condition(short migration) {
      var p = PARKED_WRITE;
      Condition all = p.MIGRATION.eq(migration);
      all = tenant == null ? all : all.and(p.TENANT.eq(tenant));
      all = domain == null ? all : all.and(p.DOMAIN.eq(domain));
      return reason == null ? all : all.and(p.REASON.eq(reason.name()));
    }
  }

  /**
   * Some that match, in the order of the partitions and of the log.
   *
   * @param after the position behind which to look; null to begin
   */
  public static List<Entry> some(
      DSLContext db, short migration, Filter filter, @Nullable Position after, int atMost) {
    var p = PARKED_WRITE;
    Condition where = filter.condition(migration);
    if (after != null) {
      where =
          where.and(
              DSL.row(p.PARTITION, p.DECIDED_OFFSET)
                  .gt(DSL.row(after.partition(), after.offset())));
    }
    return db.selectFrom(p)
        .where(where)
        .orderBy(p.PARTITION, p.DECIDED_OFFSET)
        .limit(atMost)
        .fetch(ParkedList::entry);
  }

  /** The one whose event lies there; null where there is none. */
  public static @Nullable Entry at(DSLContext db, short migration, Position position) {
    var p = PARKED_WRITE;
    return db.selectFrom(p)
        .where(
            p.MIGRATION.eq(migration),
            p.PARTITION.eq(position.partition()),
            p.DECIDED_OFFSET.eq(position.offset()))
        .fetchOne(ParkedList::entry);
  }

  /** The one of a record; null where there is none. */
  public static @Nullable Entry of(DSLContext db, short migration, RecordKey key) {
    var p = PARKED_WRITE;
    return db.selectFrom(p)
        .where(
            p.MIGRATION.eq(migration),
            p.TENANT.eq(key.tenant()),
            p.DOMAIN.eq(key.domain()),
            p.ID.eq(key.id()))
        .fetchOne(ParkedList::entry);
  }

  /** The offset of the event whose write stands in the tables, of each of these records. */
  public static Map<RecordKey, Long> written(
      DSLContext db, short migration, Collection<RecordKey> keys) {
    var s = RECORD_STATE;
    Map<RecordKey, Long> found = new HashMap<>();
    if (keys.isEmpty()) {
      return found;
    }
    db.select(s.TENANT, s.DOMAIN, s.ID, s.WRITTEN_OFFSET)
        .from(s)
        .where(
            s.MIGRATION.eq(migration),
            DSL.row(s.TENANT, s.DOMAIN, s.ID)
                .in(keys.stream().map(k -> DSL.row(k.tenant(), k.domain(), k.id())).toList()),
            s.WRITTEN_OFFSET.isNotNull())
        .forEach(r -> found.put(new RecordKey(r.value1(), r.value2(), r.value3()), r.value4()));
    return found;
  }

  private static Entry entry(ParkedWriteRecord r) {
    return new Entry(
        new Position(r.getPartition(), r.getDecidedOffset()),
        ParkedWrites.parked(r),
        r.getTries(),
        r.getParkedAt(),
        r.getRetryAt());
  }
}
