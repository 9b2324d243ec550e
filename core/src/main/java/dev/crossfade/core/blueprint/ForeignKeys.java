package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the columns that refer to rows: of other records, and of the same. */
final class ForeignKeys {
  private ForeignKeys() {}

  /** One for each table, column and target, in declared order. */
  static List<ForeignKey> of(Collection<Table> tables, Map<String, DomainSpec> domains) {
    List<ForeignKey> found = new ArrayList<>();
    for (Table table : tables) {
      for (Column column : table.columns()) {
        for (DomainSpec domain : domains.values()) {
          for (RowSpec row : domain.rows()) {
            ColumnSpec spec = row.columns().get(column.name());
            ForeignKey key =
                row.table() == table && spec != null
                    ? foreignKey(domain, row, column, spec, domains)
                    : null;
            if (key != null && !found.contains(key)) {
              found.add(key);
            }
          }
        }
      }
    }
    return List.copyOf(found);
  }

  /** What the column refers to; null when it does not, or to what is not there, a problem. */
  static @Nullable ForeignKey foreignKey(
      DomainSpec domain,
      RowSpec row,
      Column column,
      ColumnSpec spec,
      Map<String, DomainSpec> domains) {
    Table table = row.table();
    if (column.equals(table.idColumn())) {
      return null;
    }
    if (spec instanceof ColumnSpec.Link link) {
      DomainSpec target = domains.get(link.domain());
      RowSpec record = target == null ? null : target.recordRow();
      return record == null
          ? null
          : new ForeignKey(
              table,
              column,
              record.table(),
              link.missing(),
              link.onDelete(),
              link.missing() != Missing.UNCHECKED && canBeHeld(table, record.table()));
    }
    RowSpec other = ownRow(domain, spec);
    return other == null || other.table() == row.table()
        ? null
        : new ForeignKey(
            table,
            column,
            other.table(),
            Missing.PARK,
            OnDelete.PARK,
            canBeHeld(table, other.table()));
  }

  /** A key that begins with the tenant cannot be referred to from where there is no tenant. */
  static boolean canBeHeld(Table table, Table references) {
    return table.tenantColumn() != null || references.tenantColumn() == null;
  }

  private static @Nullable RowSpec ownRow(DomainSpec domain, ColumnSpec spec) {
    if (spec instanceof ColumnSpec.RecordId) {
      return domain.recordRow();
    }
    if (spec instanceof ColumnSpec.RowId(String name)) {
      for (RowSpec row : domain.rows()) {
        if (row.name().equals(name)) {
          return row;
        }
      }
    }
    return null;
  }
}
