package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.RowSetKey;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.sync.store.PendingReferences;
import dev.crossfade.sync.store.RowRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The statements that change a mapped table, each for many rows in one batch. */
final class RowStatements {
  private RowStatements() {}

  static void upsert(DSLContext tx, Table table, List<Row> rows) {
    tx.batch(
            upsertQuery(tx, table),
            rows.stream().map(RowStatements::values).toArray(Object[][]::new))
        .execute();
  }

  static void delete(DSLContext tx, Table table, List<RowKey> keys) {
    List<Condition> conditions = new ArrayList<>();
    for (Column column : table.keyColumns()) {
      conditions.add(UserTables.field(column).eq((Object) null));
    }
    Query delete = tx.deleteFrom(UserTables.table(table)).where(conditions);
    tx.batch(delete, keys.stream().map(k -> k.values().toArray()).toArray(Object[][]::new))
        .execute();
  }

  /** Takes away the rows of records' arrays, all of each. */
  static void deleteSets(DSLContext tx, Table table, List<RowSetKey> sets) {
    if (sets.isEmpty()) {
      return;
    }
    Column tenant = table.tenantColumn();
    List<Condition> conditions = new ArrayList<>();
    if (tenant != null) {
      conditions.add(UserTables.field(tenant).eq((Object) null));
    }
    conditions.add(UserTables.field(sets.getFirst().parent()).eq((Object) null));
    Query delete = tx.deleteFrom(UserTables.table(table)).where(conditions);
    tx.batch(
            delete,
            sets.stream()
                .map(
                    set ->
                        tenant == null
                            ? new Object[] {set.parentId()}
                            : new Object[] {set.tenant(), set.parentId()})
                .toArray(Object[][]::new))
        .execute();
  }

  /** Which of these rows stand in the table, whoever made them. */
  static Set<RowRef> there(DSLContext tx, Table table, Collection<RowRef> rows) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        tx.select(PendingReferences.TENANT, PendingReferences.ROW)
            .from(PendingReferences.unnested(rows))
            .join(UserTables.table(table))
            .on(ofTenant(table, PendingReferences.TENANT))
            .and(UserTables.id(table, table.idColumn()).eq(PendingReferences.ROW))
            .fetch(r -> new RowRef(r.value1(), r.value2())));
  }

  /** A table without a tenant column has ids that no two tenants share. */
  static Condition ofTenant(Table table, Field<String> tenant) {
    Column column = table.tenantColumn();
    return column == null
        ? DSL.noCondition()
        : UserTables.field(table, column).coerce(String.class).eq(tenant);
  }

  private static Query upsertQuery(DSLContext tx, Table table) {
    List<Field<Object>> fields = table.columns().stream().map(UserTables::field).toList();
    List<Field<Object>> key = table.keyColumns().stream().map(UserTables::field).toList();
    var insert =
        tx.insertInto(UserTables.table(table))
            .columns(fields)
            .values(new Object[fields.size()])
            .onConflict(key);
    List<Field<Object>> rest = new ArrayList<>(fields);
    rest.removeAll(key);
    if (rest.isEmpty()) {
      return insert.doNothing();
    }
    Map<Field<Object>, Field<Object>> update = new LinkedHashMap<>();
    rest.forEach(field -> update.put(field, DSL.excluded(field)));
    return insert.doUpdate().set(update);
  }

  private static @Nullable Object[] values(Row row) {
    @Nullable Object[] values = row.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof String text
          && row.table().columns().get(i).type() == SqlType.JSONB) {
        values[i] = JSONB.valueOf(text);
      }
    }
    return values;
  }
}
