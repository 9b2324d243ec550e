package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.rows.RowHashSql;
import dev.crossfade.database.rows.RowReader;
import dev.crossfade.reconcile.rows.StagedRows.Found;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Compares records of one tenant and domain that one blueprint maps. */
final class StagedComparison {
  private final DSLContext tx;
  private final short migration;
  private final Blueprint blueprint;
  private final Domain domain;
  private final boolean values;

  StagedComparison(
      DSLContext tx, short migration, Blueprint blueprint, Domain domain, boolean values) {
    this.tx = tx;
    this.migration = migration;
    this.blueprint = blueprint;
    this.domain = domain;
    this.values = values;
  }

  /** The same within a savepoint. */
  StagedComparison on(DSLContext inner) {
    return new StagedComparison(inner, migration, blueprint, domain, values);
  }

  /** A row that is not as it should be, and where it belongs. */
  private record Wrong(Table table, int element, StagedTable.Differing row) {}

  /** What is wrong with a record. */
  private static final class Faults {
    private final List<Wrong> rows = new ArrayList<>();
    private final Set<Table> surplus = new HashSet<>();
    private boolean missing;
  }

  Map<RecordKey, Found> compare(List<StagedRecord> records) {
    Map<StagedRecord, Faults> faults = new LinkedHashMap<>();
    records.forEach(record -> faults.put(record, new Faults()));
    for (int i = 0; i < domain.mapping().tables().size(); i++) {
      rows(i, records, faults);
    }
    for (int i = 0; i < domain.mapping().elementTables().size(); i++) {
      sets(i, records, faults);
    }
    Map<RecordKey, Found> found = new LinkedHashMap<>();
    faults.forEach((record, of) -> found.put(record.key(), found(record, of)));
    return found;
  }

  private StagedTable staged(Table table) {
    return new StagedTable(table, new RowHashSql(blueprint, table, migration));
  }

  private void rows(int at, List<StagedRecord> records, Map<StagedRecord, Faults> faults) {
    Table table = domain.mapping().tables().get(at);
    List<Row> rows = records.stream().map(record -> record.mapped().rows().get(at)).toList();
    for (StagedTable.Differing one : staged(table).differing(tx, rows)) {
      Faults of = of(faults, records.get(one.row()));
      of.rows.add(new Wrong(table, -1, one));
      of.missing |= one.columns() == null && table == domain.mapping().recordTable();
    }
  }

  private void sets(int at, List<StagedRecord> records, Map<StagedRecord, Faults> faults) {
    ElementTable elements = domain.mapping().elementTables().get(at);
    List<Row> rows = new ArrayList<>();
    List<StagedRecord> owners = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (StagedRecord record : records) {
      List<Row> ofRecord = record.mapped().sets().get(at).rows();
      for (int place = 0; place < ofRecord.size(); place++) {
        rows.add(ofRecord.get(place));
        owners.add(record);
        places.add(place);
      }
    }
    StagedTable staged = staged(elements.table());
    for (StagedTable.Differing one : staged.differing(tx, rows)) {
      of(faults, owners.get(one.row()))
          .rows
          .add(new Wrong(elements.table(), places.get(one.row()), one));
    }
    List<String> tenants = records.stream().map(record -> record.key().tenant()).toList();
    List<UUID> parents = records.stream().map(StagedRecord::rowId).toList();
    List<UUID> expected = rows.stream().map(row -> row.key().id()).toList();
    for (StagedTable.Surplus one :
        staged.surplus(tx, elements.parent(), tenants, parents, expected)) {
      of(faults, records.get(one.parent())).surplus.add(elements.table());
    }
  }

  private static Faults of(Map<StagedRecord, Faults> faults, StagedRecord record) {
    return java.util.Objects.requireNonNull(faults.get(record));
  }

  private Found found(StagedRecord record, Faults faults) {
    if (faults.missing) {
      return new Found.Missing();
    }
    if (faults.rows.isEmpty() && faults.surplus.isEmpty()) {
      return new Found.Equal();
    }
    @Nullable ObjectNode actual;
    try {
      actual =
          new RowReader(tx, migration, record.key().tenant())
              .read(domain, List.of(record.key()))
              .get(record.key());
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      return new Found.Corrupted();
    }
    FieldNames names = new FieldNames(domain.mapping(), record.document().tree(), actual, values);
    for (Wrong wrong : faults.rows) {
      names.row(wrong.table(), wrong.element(), wrong.row());
    }
    faults.surplus.forEach(names::elements);
    return new Found.Fields(names.differences());
  }
}
