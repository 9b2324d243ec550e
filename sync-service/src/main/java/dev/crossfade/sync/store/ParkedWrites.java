package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.PARKED_WRITE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.schema.tables.records.ParkedWriteRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes that PostgreSQL refuses for now: at most one a record, the latest. */
public final class ParkedWrites {
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final String NEXT_RETRY =
      "{0} + least(interval '6 hours', interval '1 minute' * power(2, least({1}, 10)))";

  private ParkedWrites() {}

  /** Why a write is parked. */
  public enum Reason {
    /** A row that it refers to is not there. */
    MISSING_REFERENCE,
    /** Rows that still refer to it stand in the way of its deletion. */
    STILL_REFERENCED,
    /** Its row belongs to another record. */
    ROW_TAKEN,
    /** Another constraint of the table. */
    CONSTRAINT,
    /** A value that fits no column. */
    VALUE_DOES_NOT_FIT,
    /** A fault of ours. */
    BUG;

    /** As interfaces spell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The inverse of {@link #word}; null where it is none of them. */
    public static @Nullable Reason ofWord(String word) {
      for (Reason reason : values()) {
        if (reason.word().equals(word)) {
          return reason;
        }
      }
      return null;
    }
  }

  /**
   * A write that waits.
   *
   * @param detail for a person; holds no data
   * @param waitsFor the row whose coming or going it waits for; null where none is known
   * @param document the record's data; null when the write is a delete
   */
  public record Parked(
      RecordKey key,
      long offset,
      Reason reason,
      String detail,
      @Nullable UUID waitsFor,
      Origin origin,
      @Nullable String document) {}

  /**
   * What is needed to map the document once more.
   *
   * @param blueprint that it is to be mapped by
   * @param version of the document, which may be older than the blueprint's
   */
  public record Origin(Digest blueprint, int version, String source, Instant effectiveTime) {}

  /** Whether anything of the partition waits. */
  public static boolean any(DSLContext db, LogPartition of) {
    var p = PARKED_WRITE;
    return db.fetchExists(p, p.MIGRATION.eq(of.migration()), p.PARTITION.eq(of.partition()));
  }

  /**
   * Some of what waits for one of these rows, in log order.
   *
   * @param after the offset behind which to look
   */
  public static List<Parked> waitingFor(
      DSLContext db, short migration, Collection<RowRef> rows, long after, int atMost) {
    var p = PARKED_WRITE;
    var k =
        DSL.table(
            "unnest({0}, {1}) as k (tenant, row_id)",
            DSL.val(rows.stream().map(RowRef::tenant).toArray(String[]::new)),
            DSL.val(rows.stream().map(RowRef::id).toArray(UUID[]::new)));
    return db.select(p.fields())
        .from(k)
        .join(p)
        .on(
            p.MIGRATION.eq(migration),
            p.TENANT.eq(DSL.field("k.tenant", String.class)),
            p.WAITS_FOR.eq(DSL.field("k.row_id", UUID.class)))
        .where(p.DECIDED_OFFSET.gt(after))
        .orderBy(p.DECIDED_OFFSET)
        .limit(atMost)
        .fetchInto(p)
        .map(ParkedWrites::parked);
  }

  /** Some of what is due to be tried without a reason, the longest due first. */
  public static List<Parked> due(DSLContext db, LogPartition of, Instant now, int atMost) {
    var p = PARKED_WRITE;
    return db.selectFrom(p)
        .where(p.MIGRATION.eq(of.migration()), p.PARTITION.eq(of.partition()), p.RETRY_AT.le(now))
        .orderBy(p.RETRY_AT)
        .limit(atMost)
        .fetch(ParkedWrites::parked);
  }

  static Parked parked(ParkedWriteRecord r) {
    return new Parked(
        new RecordKey(r.getTenant(), r.getDomain(), r.getId()),
        r.getDecidedOffset(),
        Reason.valueOf(r.getReason()),
        r.getDetail(),
        r.getWaitsFor(),
        new Origin(
            Digest.stored(r.getBlueprint()),
            r.getDocumentVersion() == null ? Integer.MAX_VALUE : r.getDocumentVersion(),
            r.getSource(),
            r.getEffectiveTime()),
        r.getDocument() == null ? null : r.getDocument().data());
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

  /** Parks writes, each in place of its record's last. */
  public static void park(DSLContext tx, LogPartition of, List<Parked> parked, Instant now) {
    if (parked.isEmpty()) {
      return;
    }
    var p = PARKED_WRITE;
    Map<Field<?>, Field<?>> update = new LinkedHashMap<>();
    for (Field<?> field : p.fields()) {
      update.put(field, DSL.excluded(field));
    }
    var upsert =
        tx.insertInto(p)
            .columns(p.fields())
            .values(new Object[p.fields().length])
            .onConflict(p.MIGRATION, p.TENANT, p.DOMAIN, p.ID)
            .doUpdate()
            .set(update);
    tx.batch(upsert, parked.stream().map(one -> values(of, one, now)).toArray(Object[][]::new))
        .execute();
    DeadLetters.add(tx, of.migration(), parked.stream().map(one -> letter(of, one, now)).toList());
  }

  private static DeadLetters.Letter letter(LogPartition of, Parked parked, Instant now) {
    RecordKey key = parked.key();
    return new DeadLetters.Letter(
        new Position(of.partition(), parked.offset()),
        DeadLetters.Kind.PARKED,
        parked.reason().name(),
        key.tenant(),
        key.domain(),
        key.id(),
        now);
  }

  /** In the order of the table's columns. */
  private static @Nullable Object[] values(LogPartition of, Parked parked, Instant now) {
    String document = parked.document();
    return new @Nullable Object[] {
      of.migration(),
      parked.key().tenant(),
      parked.key().domain(),
      parked.key().id(),
      of.partition(),
      parked.offset(),
      parked.reason().name(),
      parked.detail(),
      parked.origin().blueprint().bytes(),
      parked.origin().source(),
      parked.origin().effectiveTime(),
      document == null ? null : JSON.valueOf(document),
      parked.waitsFor(),
      0,
      now.plus(FIRST_RETRY),
      now,
      parked.origin().version()
    };
  }

  /** Notes that these were tried again and refused again, and what they wait for now. */
  public static void again(
      DSLContext tx, short migration, Collection<Parked> refused, Instant now) {
    if (refused.isEmpty()) {
      return;
    }
    var p = PARKED_WRITE;
    var update =
        tx.update(p)
            .set(p.REASON, (String) null)
            .set(p.DETAIL, (String) null)
            .set(p.WAITS_FOR, (UUID) null)
            .set(
                p.RETRY_AT,
                DSL.field(NEXT_RETRY, Instant.class, DSL.val((Instant) null, p.RETRY_AT), p.TRIES))
            .set(p.TRIES, p.TRIES.plus(1))
            .where(
                p.MIGRATION.eq((Short) null),
                p.TENANT.eq((String) null),
                p.DOMAIN.eq((String) null),
                p.ID.eq((String) null));
    Object[][] rows =
        refused.stream()
            .map(
                one ->
                    new @Nullable Object[] {
                      one.reason().name(),
                      one.detail(),
                      one.waitsFor(),
                      now,
                      1,
                      migration,
                      one.key().tenant(),
                      one.key().domain(),
                      one.key().id()
                    })
            .toArray(Object[][]::new);
    tx.batch(update, rows).execute();
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
