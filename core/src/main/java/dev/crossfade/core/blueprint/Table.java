package dev.crossfade.core.blueprint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapped table. There is one object for each table of a blueprint, however many domains write it:
 * compare by identity. Immutable.
 */
public final class Table {
  private final String schema;
  private final String name;
  private final List<Column> columns;
  private final List<Column> keyColumns;
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * @param columns the tenant column first
   * @param keyColumns the primary key, the tenant column first
   */
  Table(String schema, String name, List<Column> columns, List<Column> keyColumns) {
    this.schema = schema;
    this.name = name;
    this.columns = List.copyOf(columns);
    this.keyColumns = List.copyOf(keyColumns);
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

  public Column tenantColumn() {
    return columns.getFirst();
  }

  /** All columns in declared order, the tenant column first. */
  public List<Column> columns() {
    return columns;
  }

  /** The primary key, the tenant column first. */
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
