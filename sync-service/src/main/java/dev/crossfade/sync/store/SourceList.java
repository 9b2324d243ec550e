package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.CONFLICT;
import static dev.crossfade.database.schema.Tables.HELD_EVENT;
import static dev.crossfade.database.schema.Tables.SNAPSHOT;
import static dev.crossfade.database.schema.Tables.SOURCE_PROGRESS;
import static dev.crossfade.database.schema.Tables.SOURCE_SEEN;

import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The sources of a tenant as they are shown: devices and backends. */
public final class SourceList {
  /** What Crossfade writes itself is no device's. */
  private static final String OUR_OWN = "crossfade:%";

  private static final Field<Integer> HELD =
      DSL.field(
              DSL.selectCount()
                  .from(HELD_EVENT)
                  .where(
                      HELD_EVENT.MIGRATION.eq(SOURCE_SEEN.MIGRATION),
                      HELD_EVENT.TENANT.eq(SOURCE_SEEN.TENANT),
                      HELD_EVENT.SOURCE.eq(SOURCE_SEEN.SOURCE)))
          .as("held");
  private static final Field<Integer> WAITING =
      DSL.field(
              DSL.selectCount()
                  .from(CONFLICT)
                  .where(
                      CONFLICT.MIGRATION.eq(SOURCE_SEEN.MIGRATION),
                      CONFLICT.TENANT.eq(SOURCE_SEEN.TENANT),
                      CONFLICT.SOURCE.eq(SOURCE_SEEN.SOURCE),
                      CONFLICT.STATE.eq(Conflicts.WAITING)))
          .as("waiting");

  private SourceList() {}

  /**
   * One source.
   *
   * @param lastSequence null, as is taken, where it does not number its events
   * @param holes from, to, from, to, …
   * @param held its events that are kept without effect
   * @param waiting its events that wait for a person
   */
  public record Entry(
      String id,
      Instant lastSeen,
      @Nullable Long lastSequence,
      @Nullable Long taken,
      List<Long> holes,
      int held,
      int waiting) {}

  /** The latest snapshot of a source. */
  public record Latest(String id, String state, @Nullable Instant takenAt) {}

  /** Some, in the order of their ids, behind one of them. */
  public static List<Entry> some(
      DSLContext db, short migration, String tenant, @Nullable String after, int atMost) {
    Condition behind = after == null ? DSL.noCondition() : SOURCE_SEEN.SOURCE.gt(after);
    return read(db, migration, tenant, behind, atMost);
  }

  /** One; null where nothing of it was ever decided. */
  public static @Nullable Entry one(DSLContext db, short migration, String tenant, String id) {
    List<Entry> found = read(db, migration, tenant, SOURCE_SEEN.SOURCE.eq(id), 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static List<Entry> read(
      DSLContext db, short migration, String tenant, Condition which, int atMost) {
    var s = SOURCE_SEEN;
    var p = SOURCE_PROGRESS;
    return db.select(s.SOURCE, s.LAST_APPEND, p.LAST_SEQUENCE, p.TAKEN, p.HOLES, HELD, WAITING)
        .from(s)
        .leftJoin(p)
        .on(p.MIGRATION.eq(s.MIGRATION), p.TENANT.eq(s.TENANT), p.SOURCE.eq(s.SOURCE))
        .where(s.TENANT.eq(tenant), s.MIGRATION.eq(migration), s.SOURCE.notLike(OUR_OWN), which)
        .orderBy(s.SOURCE)
        .limit(atMost)
        .fetch(SourceList::entry);
  }

  private static Entry entry(Record r) {
    Long[] holes = r.get(SOURCE_PROGRESS.HOLES);
    return new Entry(
        r.get(SOURCE_SEEN.SOURCE),
        r.get(SOURCE_SEEN.LAST_APPEND),
        r.get(SOURCE_PROGRESS.LAST_SEQUENCE),
        r.get(SOURCE_PROGRESS.TAKEN),
        holes == null ? List.of() : List.of(holes),
        r.get(HELD),
        r.get(WAITING));
  }

  /** The snapshot that a source started last; null where it never did. */
  public static @Nullable Latest snapshot(
      DSLContext db, short migration, String tenant, String source) {
    var s = SNAPSHOT;
    return db.select(s.ID, s.STATE, s.TAKEN_AT)
        .from(s)
        .where(s.TENANT.eq(tenant), s.SOURCE.eq(source), s.MIGRATION.eq(migration))
        .orderBy(s.STARTED_OFFSET.desc())
        .limit(1)
        .fetchOne(r -> new Latest(r.value1(), r.value2(), r.value3()));
  }
}
