package dev.crossfade.database.rows;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.Mapping;
import dev.crossfade.core.blueprint.ReferenceNames;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.schema.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows out of the users' tables and back into the legacy shape: one query a table for all records
 * asked for, one a domain for the ids that references lead to. Sees the caller's snapshot.
 */
public final class RowReader {
  private final DSLContext snapshot;
  private final short migration;
  private final String tenant;

  public RowReader(DSLContext snapshot, short migration, String tenant) {
    this.snapshot = snapshot;
    this.migration = migration;
    this.tenant = tenant;
  }

  /** The documents that the rows give; records of which a row is missing are left out. */
  public Map<RecordKey, ObjectNode> read(Domain domain, Collection<RecordKey> wanted) {
    Mapping mapping = domain.mapping();
    Map<RowKey, Row> rows = new HashMap<>();
    Map<Table, List<RowKey>> byTable = new LinkedHashMap<>();
    Map<RecordKey, List<RowKey>> keys = new LinkedHashMap<>();
    for (RecordKey one : wanted) {
      List<RowKey> ofRecord = mapping.keys(one);
      keys.put(one, ofRecord);
      for (RowKey key : ofRecord) {
        byTable.computeIfAbsent(key.table(), t -> new ArrayList<>()).add(key);
      }
    }
    byTable.forEach((table, ofTable) -> rows.putAll(fetch(table, ofTable)));

    Map<RecordKey, List<Row>> complete = new LinkedHashMap<>();
    keys.forEach(
        (record, ofRecord) -> {
          List<Row> found =
              new ArrayList<>(ofRecord.stream().map(rows::get).filter(Objects::nonNull).toList());
          if (found.size() == ofRecord.size()) {
            complete.put(record, found);
          }
        });
    addElements(domain, complete);
    ReferenceNames names = names(mapping, complete.values());
    Map<RecordKey, ObjectNode> documents = new LinkedHashMap<>();
    complete.forEach((record, found) -> documents.put(record, mapping.backward(found, names)));
    return documents;
  }

  private Map<RowKey, Row> fetch(Table table, List<RowKey> keys) {
    List<Field<Object>> fields = table.columns().stream().map(UserTables::field).toList();
    UUID[] ids = keys.stream().map(RowKey::id).toArray(UUID[]::new);
    Map<RowKey, Row> found = new HashMap<>();
    snapshot
        .select(fields)
        .from(UserTables.table(table))
        .where(among(table, table.idColumn(), ids))
        .forEach(
            record -> {
              Row row = row(table, record);
              found.put(row.key(), row);
            });
    return found;
  }

  /** Adds to each record the rows of its arrays: one query a table. */
  private void addElements(Domain domain, Map<RecordKey, List<Row>> records) {
    Map<UUID, List<Row>> byId = new HashMap<>();
    records.forEach((record, rows) -> byId.put(domain.rowId(record), rows));
    UUID[] ids = byId.keySet().toArray(UUID[]::new);
    for (ElementTable elements : ids.length == 0 ? List.<ElementTable>of() : tables(domain)) {
      Table table = elements.table();
      int parent = table.position(elements.parent().name());
      snapshot
          .select(table.columns().stream().map(UserTables::field).toList())
          .from(UserTables.table(table))
          .where(among(table, elements.parent(), ids))
          .orderBy(UserTables.field(elements.place()))
          .forEach(
              record -> {
                Row row = row(table, record);
                List<Row> rows = byId.get((UUID) row.value(parent));
                if (rows != null) {
                  rows.add(row);
                }
              });
    }
  }

  private static List<ElementTable> tables(Domain domain) {
    return domain.mapping().elementTables();
  }

  /** The tenant's rows whose column has one of these ids. */
  private Condition among(Table table, Column column, UUID[] ids) {
    Condition wanted = UserTables.field(column).cast(UUID.class).eq(DSL.any(ids));
    Column tenantColumn = table.tenantColumn();
    return tenantColumn == null ? wanted : UserTables.field(tenantColumn).eq(tenant).and(wanted);
  }

  private static Row row(Table table, Record record) {
    @Nullable Object[] values = record.intoArray();
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof JSONB json && table.columns().get(i).type() == SqlType.JSONB) {
        values[i] = json.data();
      }
    }
    return new Row(table, values);
  }

  /** Runs the way back once to learn which ids it asks for, and looks these up together. */
  private ReferenceNames names(Mapping mapping, Collection<List<Row>> records) {
    Map<String, Map<UUID, String>> asked = new HashMap<>();
    ReferenceNames collecting =
        (domain, rowId) -> {
          asked.computeIfAbsent(domain, d -> new HashMap<>()).put(rowId, rowId.toString());
          return "";
        };
    records.forEach(rows -> mapping.backward(rows, collecting));
    var s = Tables.RECORD_STATE;
    asked.forEach(
        (domain, ids) ->
            snapshot
                .select(s.ROW_ID, DSL.coalesce(s.LEGACY_ID, s.ID))
                .from(s)
                .where(
                    s.MIGRATION.eq(migration),
                    s.TENANT.eq(tenant),
                    s.DOMAIN.eq(domain),
                    s.ROW_ID.eq(DSL.any(ids.keySet().toArray(UUID[]::new))))
                .forEach(r -> ids.put(r.value1(), r.value2())));
    // A row that someone else made has no record: its own id is the best name it has.
    return (domain, rowId) ->
        asked.getOrDefault(domain, Map.of()).getOrDefault(rowId, rowId.toString());
  }
}
