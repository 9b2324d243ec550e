package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapped table. There is one object for each table of a blueprint, however many domains write it:
 * compare by identity. Immutable.
 */
public final class Table {
  private final String schema;
  private final String name;
  private final @Nullable Column tenantColumn;
  private final List<Column> columns;
  private final List<Column> keyColumns;
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * @param tenantColumn null where the tenant is only in the ids
   * @param others all other columns
   * @param id one of these
   */
  Table(String schema, String name, @Nullable Column tenantColumn, List<Column> others, Column id) {
    this.schema = schema;
    this.name = name;
    this.tenantColumn = tenantColumn;
    List<Column> all = new ArrayList<>();
    if (tenantColumn != null) {
      all.add(tenantColumn);
    }
    all.addAll(others);
    this.columns = List.copyOf(all);
    this.keyColumns = tenantColumn == null ? List.of(id) : List.of(tenantColumn, id);
    for (int i = 0; i < columns.size(); i++) {
      positions.put(columns.get(i).name(), i);
    }
  }

  public String schema() {
    return schema;
  }

  /** The name without the schema. */
  public String name() {
    return name;
  }

  /** As the blueprint writes it: {@code schema.table}. */
  public String qualifiedName() {
    return schema + "." + name;
  }

  /** Schema and table as an SQL identifier, both quoted. */
  public String quotedName() {
    return Identifiers.quote(schema) + "." + Identifiers.quote(name);
  }

  /**
   * The column that holds the tenant; null with {@code tenancy: derived}, where all ids are derived
   * from the tenant, so that no two tenants can meet in a row.
   */
  public @Nullable Column tenantColumn() {
    return tenantColumn;
  }

  /** The key column beside the tenant: a row's id. */
  public Column idColumn() {
    return keyColumns.getLast();
  }

  /** All columns in declared order, the tenant column first where there is one. */
  public List<Column> columns() {
    return columns;
  }

  /** The primary key: the tenant column first where there is one, the id last. */
  public List<Column> keyColumns() {
    return keyColumns;
  }

  /** The position of a column in {@link #columns()}, or -1. */
  public int position(String column) {
    return positions.getOrDefault(column, -1);
  }

  @Override
  public String toString() {
    return qualifiedName();
  }
}
