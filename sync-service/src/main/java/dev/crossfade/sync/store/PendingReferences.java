package dev.crossfade.sync.store;

import static dev.crossfade.database.schema.Tables.PENDING_REFERENCE;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The columns that are null until the row is there that they refer to. */
public final class PendingReferences {
  /** The tenant of {@link #unnested}. */
  public static final Field<String> TENANT = DSL.field("k.tenant", String.class);

  /** The row of {@link #unnested}. */
  public static final Field<UUID> ROW = DSL.field("k.row_id", UUID.class);

  private PendingReferences() {}

  /**
   * A column to be filled.
   *
   * @param row the row that refers
   * @param target the table of the row that it waits for
   * @param waitsFor that row; of the same tenant
   */
  public record Pending(String table, String column, RowRef row, String target, UUID waitsFor) {}

  /** Rows as a table {@code k} to join with. */
  public static Table<Record> unnested(Collection<RowRef> rows) {
    return DSL.table(
        "unnest({0}, {1}) as k (tenant, row_id)",
        DSL.val(rows.stream().map(RowRef::tenant).toArray(String[]::new)),
        DSL.val(rows.stream().map(RowRef::id).toArray(UUID[]::new)));
  }

  /** Notes columns; each in place of what was noted of it. */
  public static void add(DSLContext tx, short migration, Collection<Pending> pending) {
    if (pending.isEmpty()) {
      return;
    }
    var p = PENDING_REFERENCE;
    var insert =
        tx.insertInto(p)
            .columns(
                p.MIGRATION, p.TENANT, p.TABLE_NAME, p.COLUMN_NAME, p.ROW_ID, p.TARGET, p.WAITS_FOR)
            .values((Short) null, null, null, null, null, null, null)
            .onConflict(p.ROW_ID, p.COLUMN_NAME, p.TABLE_NAME, p.TENANT, p.MIGRATION)
            .doUpdate()
            .set(p.TARGET, DSL.excluded(p.TARGET))
            .set(p.WAITS_FOR, DSL.excluded(p.WAITS_FOR));
    Object[][] values =
        pending.stream()
            .map(
                one ->
                    new Object[] {
                      migration,
                      one.row().tenant(),
                      one.table(),
                      one.column(),
                      one.row().id(),
                      one.target(),
                      one.waitsFor()
                    })
            .toArray(Object[][]::new);
    tx.batch(insert, values).execute();
  }

  /** What waits for rows of a table. */
  public static List<Pending> waitingFor(
      DSLContext tx, short migration, String target, Collection<RowRef> rows) {
    var p = PENDING_REFERENCE;
    return tx.select(p.TABLE_NAME, p.COLUMN_NAME, p.TENANT, p.ROW_ID, p.WAITS_FOR)
        .from(unnested(rows))
        .join(p)
        .on(p.MIGRATION.eq(migration), p.TENANT.eq(TENANT), p.WAITS_FOR.eq(ROW))
        .where(p.TARGET.eq(target))
        .fetch(
            r ->
                new Pending(
                    r.value1(),
                    r.value2(),
                    new RowRef(r.value3(), r.value4()),
                    target,
                    r.value5()));
  }

  /** Forgets what was noted of rows of a table: they are gone, or written anew. */
  public static void forget(DSLContext tx, short migration, String table, Collection<RowRef> rows) {
    var p = PENDING_REFERENCE;
    tx.deleteFrom(p)
        .using(unnested(rows))
        .where(
            p.MIGRATION.eq(migration),
            p.TENANT.eq(TENANT),
            p.ROW_ID.eq(ROW),
            p.TABLE_NAME.eq(table))
        .execute();
  }

  /** Forgets a column of rows: it is filled. */
  public static void filled(
      DSLContext tx, short migration, String table, String column, Collection<RowRef> rows) {
    var p = PENDING_REFERENCE;
    tx.deleteFrom(p)
        .using(unnested(rows))
        .where(
            p.MIGRATION.eq(migration),
            p.TENANT.eq(TENANT),
            p.ROW_ID.eq(ROW),
            p.TABLE_NAME.eq(table),
            p.COLUMN_NAME.eq(column))
        .execute();
  }
}
