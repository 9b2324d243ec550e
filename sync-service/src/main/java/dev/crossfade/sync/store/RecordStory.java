package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.CONFLICT;
import static dev.crossfade.database.schema.Tables.DECISION;
import static dev.crossfade.database.schema.Tables.HELD_EVENT;
import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.event.RecordKey;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** What the tables tell of one record beside its rows. */
public final class RecordStory {
  private RecordStory() {}

  /** What became of an event of the record. */
  public record Told(long offset, String source, String outcome, @Nullable String detail) {}

  /** A side of a conflict that is kept beside the record. */
  public record Beside(
      int partition, long offset, String source, String state, String policy, Instant appended) {}

  /** An event that is kept without effect. */
  public record Kept(
      int partition, long offset, @Nullable String source, String why, Instant appended) {}

  /**
   * The decisions of its events, newest first.
   *
   * @param before the offset before which they lie
   */
  public static List<Told> decisions(
      DSLContext db, short migration, RecordKey key, long before, int atMost) {
    var d = DECISION;
    return db.select(d.OFFSET, d.SOURCE, d.OUTCOME, d.DETAIL)
        .from(d)
        .where(
            d.ID.eq(key.id()),
            d.DOMAIN.eq(key.domain()),
            d.TENANT.eq(key.tenant()),
            d.MIGRATION.eq(migration),
            d.OFFSET.lt(before))
        .orderBy(d.OFFSET.desc())
        .limit(atMost)
        .fetch(r -> new Told(r.value1(), r.value2(), r.value3(), r.value4()));
  }

  /** Whether its last event deleted it; false where it was never there. */
  public static boolean deleted(DSLContext db, short migration, RecordKey key) {
    var s = RECORD_STATE;
    return db.fetchExists(
        s,
        s.MIGRATION.eq(migration),
        s.TENANT.eq(key.tenant()),
        s.DOMAIN.eq(key.domain()),
        s.ID.eq(key.id()),
        s.DECIDED_OFFSET.isNotNull(),
        s.DIGEST.isNull());
  }

  /** The sides of conflicts beside it, oldest first. */
  public static List<Beside> conflicts(DSLContext db, short migration, RecordKey key) {
    var c = CONFLICT;
    return db.select(c.PARTITION, c.OFFSET, c.SOURCE, c.STATE, c.POLICY, c.APPEND_TIME)
        .from(c)
        .where(
            c.MIGRATION.eq(migration),
            c.TENANT.eq(key.tenant()),
            c.DOMAIN.eq(key.domain()),
            c.ID.eq(key.id()))
        .orderBy(c.OFFSET)
        .fetch(
            r ->
                new Beside(r.value1(), r.value2(), r.value3(), r.value4(), r.value5(), r.value6()));
  }

  /** Its events that are held, oldest first. */
  public static List<Kept> held(DSLContext db, short migration, RecordKey key, int atMost) {
    var h = HELD_EVENT;
    return db.select(h.PARTITION, h.OFFSET, h.SOURCE, h.WHY, h.APPEND_TIME)
        .from(h)
        .where(
            h.MIGRATION.eq(migration),
            h.TENANT.eq(key.tenant()),
            h.DOMAIN.eq(key.domain()),
            h.ID.eq(key.id()))
        .orderBy(h.OFFSET)
        .limit(atMost)
        .fetch(r -> new Kept(r.value1(), r.value2(), r.value3(), r.value4(), r.value5()));
  }
}
