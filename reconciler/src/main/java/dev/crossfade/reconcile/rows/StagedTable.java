package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.json.Json;
import dev.crossfade.database.rows.RowHashSql;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Rows as they should be, staged in the types of their table and held against those that stand
 * there, column by column, inside PostgreSQL.
 */
final class StagedTable {
  private final Table table;
  private final RowHashSql sql;

  /**
   * @param sql of the table: it knows which references can wait
   */
  StagedTable(Table table, RowHashSql sql) {
    this.table = table;
    this.sql = sql;
  }

  /**
   * A row that is not as it should be.
   *
   * @param row its place among those that were asked for
   * @param columns the places of the columns that differ; null where there is no such row
   * @param expected both as PostgreSQL has them, by the names of the columns
   */
  record Differing(
      int row, @Nullable List<Integer> columns, JsonNode expected, @Nullable JsonNode actual) {}

  /** Those of these rows that are missing or differ. */
  List<Differing> differing(DSLContext tx, List<Row> rows) {
    ArrayNode staged = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> staged.add(StagedJson.of(row)));
    List<String> differ = new ArrayList<>();
    for (Column column : table.columns()) {
      String there = sql.value("a", column);
      String should = "e." + column.quotedName();
      differ.add(distinct(column, should, there));
    }
    String query =
        ("select d.n, d.there, d.differ, d.e, d.a from (select j.n, a.%s is not null as there,"
                + " array[%s] as differ, to_jsonb(e) as e, to_jsonb(a) as a"
                + " from json_array_elements({0}::json) with ordinality as j (doc, n)"
                + " cross join lateral json_populate_record(null::%s, j.doc) as e"
                + " left join %s as a on a.%s = e.%s%s) as d"
                + " where not d.there or true = any (d.differ) order by d.n")
            .formatted(
                table.idColumn().quotedName(),
                String.join(", ", differ),
                table.quotedName(),
                table.quotedName(),
                table.idColumn().quotedName(),
                table.idColumn().quotedName(),
                ofTenant("e"));
    List<Differing> found = new ArrayList<>();
    tx.fetch(query, DSL.val(staged.toString())).forEach(r -> found.add(differing(r)));
    return found;
  }

  private static String distinct(Column column, String should, String there) {
    boolean text = column.type() == SqlType.TEXT;
    // Whatever the column's collation takes for the same.
    return text
        ? "(%s)::text collate \"C\" is distinct from (%s)::text collate \"C\""
            .formatted(should, there)
        : "%s is distinct from %s".formatted(should, there);
  }

  private String ofTenant(String alias) {
    Column tenant = table.tenantColumn();
    return tenant == null
        ? ""
        : " and a." + tenant.quotedName() + " = " + alias + "." + tenant.quotedName();
  }

  private static Differing differing(Record r) {
    int row = r.get(0, Integer.class) - 1;
    JsonNode expected = Json.STORED.readTree(r.get(3, String.class));
    if (!Boolean.TRUE.equals(r.get(1, Boolean.class))) {
      return new Differing(row, null, expected, null);
    }
    Boolean[] differ = r.get(2, Boolean[].class);
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < differ.length; i++) {
      if (Boolean.TRUE.equals(differ[i])) {
        columns.add(i);
      }
    }
    return new Differing(row, columns, expected, Json.STORED.readTree(r.get(4, String.class)));
  }

  /** A row of a set that should not be there, by the place of its parent. */
  record Surplus(int parent, UUID id) {}

  /**
   * The rows that hold one of these records' ids and are not among those that they should have.
   *
   * @param tenants of the records, one a parent
   * @param expected the ids of all rows that there should be
   */
  List<Surplus> surplus(
      DSLContext tx, Column parent, List<String> tenants, List<UUID> parents, List<UUID> expected) {
    Column tenant = table.tenantColumn();
    String query =
        ("select p.n, a.%s from unnest({0}, {1}) with ordinality as p (tenant, id, n) join %s as a"
                + " on a.%s = p.id%s where not exists"
                + " (select from unnest({2}) as x (id) where x.id = a.%s) order by 1, 2")
            .formatted(
                table.idColumn().quotedName(),
                table.quotedName(),
                parent.quotedName(),
                tenant == null ? "" : " and a." + tenant.quotedName() + " = p.tenant",
                table.idColumn().quotedName());
    List<Surplus> found = new ArrayList<>();
    tx.fetch(
            query,
            DSL.val(tenants.toArray(String[]::new)),
            DSL.val(parents.toArray(UUID[]::new)),
            DSL.val(expected.toArray(UUID[]::new)))
        .forEach(r -> found.add(new Surplus(r.get(0, Integer.class) - 1, r.get(1, UUID.class))));
    return found;
  }
}
