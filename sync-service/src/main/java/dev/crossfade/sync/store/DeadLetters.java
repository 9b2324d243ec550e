package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.DEAD_LETTER;

import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What other tools are still to be told of. */
public final class DeadLetters {
  private DeadLetters() {}

  /** What happened to the event. */
  public enum Kind {
    HELD,
    PARKED
  }

  /**
   * An event that is held, or whose write is parked.
   *
   * @param reason as the enum that it is of has it
   * @param tenant null, as domain and id are, where the event does not tell
   */
  public record Letter(
      Position position,
      Kind kind,
      String reason,
      @Nullable String tenant,
      @Nullable String domain,
      @Nullable String id,
      Instant since) {}

  /** Notes that these are to be told. */
  public static void add(DSLContext tx, short migration, Collection<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    var d = DEAD_LETTER;
    var insert =
        tx.insertInto(d)
            .columns(
                d.MIGRATION,
                d.PARTITION,
                d.OFFSET,
                d.KIND,
                d.REASON,
                d.TENANT,
                d.DOMAIN,
                d.ID,
                d.SINCE)
            .values(
                (Short) null,
                (Integer) null,
                (Long) null,
                (String) null,
                (String) null,
                (String) null,
                (String) null,
                (String) null,
                (Instant) null)
            .onConflictDoNothing();
    tx.batch(insert, letters.stream().map(one -> values(migration, one)).toArray(Object[][]::new))
        .execute();
  }

  private static @Nullable Object[] values(short migration, Letter letter) {
    return new @Nullable Object[] {
      migration,
      letter.position().partition(),
      letter.position().offset(),
      letter.kind().name(),
      letter.reason(),
      letter.tenant(),
      letter.domain(),
      letter.id(),
      letter.since()
    };
  }

  /**
   * Takes some that are still to be told, and that nobody else has taken: who does not tell them in
   * time leaves them to others.
   */
  public static List<Letter> take(
      DSLContext db, short migration, Instant now, Instant until, int atMost) {
    var d = DEAD_LETTER;
    var free =
        DSL.select(d.OFFSET, d.PARTITION, d.KIND)
            .from(d)
            .where(d.MIGRATION.eq(migration), d.TAKEN_UNTIL.isNull().or(d.TAKEN_UNTIL.le(now)))
            .orderBy(d.OFFSET, d.PARTITION)
            .limit(atMost)
            .forUpdate()
            .skipLocked();
    return db.update(d)
        .set(d.TAKEN_UNTIL, until)
        .where(d.MIGRATION.eq(migration), DSL.row(d.OFFSET, d.PARTITION, d.KIND).in(free))
        .returning()
        .fetch(
            r ->
                new Letter(
                    new Position(r.getPartition(), r.getOffset()),
                    Kind.valueOf(r.getKind()),
                    r.getReason(),
                    r.getTenant(),
                    r.getDomain(),
                    r.getId(),
                    r.getSince()));
  }

  /** Forgets what is told. */
  public static void told(DSLContext tx, short migration, Collection<Letter> letters) {
    var d = DEAD_LETTER;
    if (letters.isEmpty()) {
      return;
    }
    tx.batch(
            tx.deleteFrom(d)
                .where(
                    d.OFFSET.eq((Long) null),
                    d.PARTITION.eq((Integer) null),
                    d.KIND.eq((String) null),
                    d.MIGRATION.eq((Short) null)),
            letters.stream()
                .map(
                    one ->
                        new Object[] {
                          one.position().offset(),
                          one.position().partition(),
                          one.kind().name(),
                          migration
                        })
                .toArray(Object[][]::new))
        .execute();
  }

  /** How many are still to be told. */
  public static int count(DSLContext db, short migration) {
    return db.fetchCount(
        DSL.selectOne().from(DEAD_LETTER).where(DEAD_LETTER.MIGRATION.eq(migration)));
  }
}
