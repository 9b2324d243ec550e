package dev.crossfade.sync.store;

import static dev.crossfade.sync.schema.Tables.PARKED_WRITE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes that PostgreSQL refuses for now: at most one a record, the latest. */
public final class ParkedWrites {
  private ParkedWrites() {}

  /** Why a write is parked. */
  public enum Reason {
    /** A row that it refers to is not there. */
    MISSING_REFERENCE,
    /** Rows that still refer to it stand in the way of its deletion. */
    STILL_REFERENCED,
    /** Another constraint of the table. */
    CONSTRAINT,
    /** A value that fits no column. */
    VALUE_DOES_NOT_FIT,
    /** A fault of ours. */
    BUG
  }

  /**
   * A write that waits.
   *
   * @param detail for a person; holds no data
   * @param document the record's data; null when the write is a delete
   */
  public record Parked(
      RecordKey key,
      long offset,
      Reason reason,
      String detail,
      Origin origin,
      @Nullable String document) {}

  /** What is needed to map the document once more. */
  public record Origin(Digest blueprint, String source, Instant effectiveTime) {}

  /** Whether anything of the partition waits. */
  public static boolean any(DSLContext db, LogPartition of) {
    var p = PARKED_WRITE;
    return db.fetchExists(p, p.MIGRATION.eq(of.migration()), p.PARTITION.eq(of.partition()));
  }

  /** Some of what waits for these tenants, in log order. */
  public static List<Parked> read(
      DSLContext db, LogPartition of, Collection<String> tenants, int atMost) {
    var p = PARKED_WRITE;
    return db.selectFrom(p)
        .where(
            p.MIGRATION.eq(of.migration()),
            p.PARTITION.eq(of.partition()),
            p.TENANT.eq(DSL.any(tenants.toArray(String[]::new))))
        .orderBy(p.DECIDED_OFFSET)
        .limit(atMost)
        .fetch(
            r ->
                new Parked(
                    new RecordKey(r.getTenant(), r.getDomain(), r.getId()),
                    r.getDecidedOffset(),
                    Reason.valueOf(r.getReason()),
                    r.getDetail(),
                    new Origin(
                        Digest.stored(r.getBlueprint()), r.getSource(), r.getEffectiveTime()),
                    r.getDocument() == null ? null : r.getDocument().data()));
  }

  /** Whether a write of this record waits. */
  public static boolean any(DSLContext db, short migration, RecordKey key) {
    var p = PARKED_WRITE;
    return db.fetchExists(
        p,
        p.MIGRATION.eq(migration),
        p.TENANT.eq(key.tenant()),
        p.DOMAIN.eq(key.domain()),
        p.ID.eq(key.id()));
  }

  /** How many writes of the migration wait. */
  public static int count(DSLContext db, short migration) {
    return db.fetchCount(PARKED_WRITE, PARKED_WRITE.MIGRATION.eq(migration));
  }

  /** Parks a write in place of the record's last. */
  public static void park(DSLContext tx, LogPartition of, Parked parked, Instant now) {
    var p = PARKED_WRITE;
    String document = parked.document();
    var row =
        tx.newRecord(p)
            .setMigration(of.migration())
            .setTenant(parked.key().tenant())
            .setDomain(parked.key().domain())
            .setId(parked.key().id())
            .setPartition(of.partition())
            .setDecidedOffset(parked.offset())
            .setReason(parked.reason().name())
            .setDetail(parked.detail())
            .setBlueprint(parked.origin().blueprint().bytes())
            .setSource(parked.origin().source())
            .setEffectiveTime(parked.origin().effectiveTime())
            .setDocument(document == null ? null : JSON.valueOf(document))
            .setParkedAt(now);
    tx.insertInto(p).set(row).onDuplicateKeyUpdate().set(row).execute();
  }

  /** Forgets what waited for these records: a later write has taken its place. */
  public static void remove(DSLContext tx, short migration, Collection<RecordKey> keys) {
    var p = PARKED_WRITE;
    var delete =
        tx.deleteFrom(p)
            .where(
                p.MIGRATION.eq((Short) null),
                p.TENANT.eq((String) null),
                p.DOMAIN.eq((String) null),
                p.ID.eq((String) null));
    if (!keys.isEmpty()) {
      tx.batch(
              delete,
              keys.stream()
                  .map(k -> new Object[] {migration, k.tenant(), k.domain(), k.id()})
                  .toArray(Object[][]::new))
          .execute();
    }
  }
}
