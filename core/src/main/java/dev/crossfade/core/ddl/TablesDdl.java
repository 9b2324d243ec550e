package dev.crossfade.core.ddl;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.ForeignKey;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes the tables with their keys, foreign keys and the indexes for these. */
final class TablesDdl {
  private final Blueprint blueprint;
  private final ObjectNames names = new ObjectNames();
  private final Set<Table> made = new HashSet<>();
  private final List<String> later = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  TablesDdl(Blueprint blueprint) {
    this.blueprint = blueprint;
  }

  String text() {
    text.append(
        Ddl.comment(
            """
            The tables of the blueprint "%s", for records of version %d. The tenant comes first in
            each key, foreign key and index, so that two tenants never share anything. No cascades:
            each row is deleted by the record that owns it.\
            """
                .formatted(blueprint.name(), blueprint.schemaVersion())));
    Set<String> schemas = new LinkedHashSet<>();
    for (Table table : blueprint.tablesParentsFirst()) {
      names.take(table.schema(), table.name());
      names.take(table.schema(), table.name() + "_pkey");
      schemas.add(table.schema());
    }
    schemas.forEach(
        schema ->
            text.append("CREATE SCHEMA IF NOT EXISTS ").append(SqlNames.of(schema)).append(";\n"));
    blueprint.tablesParentsFirst().forEach(this::table);
    if (!later.isEmpty()) {
      text.append("\n-- Tables that refer to each other in a circle: these keys need both.\n");
      later.forEach(statement -> text.append(statement).append("\n"));
    }
    return text.toString();
  }

  private void table(Table table) {
    List<String> lines = new ArrayList<>();
    for (Column column : table.columns()) {
      String notNull = table.keyColumns().contains(column) ? " NOT NULL" : "";
      lines.add(SqlNames.of(column.name()) + " " + SqlTypes.of(column) + notNull + length(column));
    }
    lines.add("PRIMARY KEY " + Ddl.list(table.keyColumns()));
    made.add(table);
    List<ForeignKey> keys = keys(table);
    for (ForeignKey key : keys) {
      String name = SqlNames.of(named(table, key.column(), "fkey"));
      String constraint = "CONSTRAINT " + name + " " + Ddl.foreignKey(key);
      if (made.contains(key.references())) {
        lines.add(constraint);
      } else {
        // ADD CONSTRAINT knows no IF NOT EXISTS.
        later.add(
            "ALTER TABLE %s\n  DROP CONSTRAINT IF EXISTS %s,\n  ADD %s;"
                .formatted(Ddl.name(table), name, constraint));
      }
    }
    text.append("\nCREATE TABLE IF NOT EXISTS ").append(Ddl.name(table)).append(" (\n  ");
    text.append(String.join(",\n  ", lines)).append("\n);\n");
    Set<Column> indexed = new HashSet<>();
    for (ForeignKey key : keys) {
      if (indexed.add(key.column())) {
        index(table, key);
      }
    }
  }

  private List<ForeignKey> keys(Table table) {
    List<ForeignKey> keys = new ArrayList<>();
    for (ForeignKey key : blueprint.foreignKeys()) {
      boolean twice =
          keys.stream()
              .anyMatch(k -> k.column().equals(key.column()) && k.references() == key.references());
      if (key.table() == table && Ddl.isForeignKey(key) && !twice) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** PostgreSQL's arrays have any length; a vector has one. */
  private static String length(Column column) {
    return column.type() == SqlType.VECTOR
        ? " CHECK (cardinality(" + SqlNames.of(column.name()) + ") = " + column.size() + ")"
        : "";
  }

  private void index(Table table, ForeignKey key) {
    text.append("CREATE INDEX IF NOT EXISTS ")
        .append(SqlNames.of(named(table, key.column(), "idx")))
        .append(" ON ")
        .append(Ddl.name(table))
        .append(" ")
        .append(Ddl.list(referring(key)))
        .append(";\n");
  }

  private String named(Table table, Column own, String kind) {
    List<String> parts = new ArrayList<>(List.of(table.name()));
    behindTenant(table, List.of(own)).forEach(column -> parts.add(column.name()));
    parts.add(kind);
    return names.choose(table.schema(), parts);
  }

  /**
   * The columns that refer: the tenant's too where the key referred to has one. An id in a table
   * without it is derived from the tenant, so it cannot be another's.
   */
  static List<Column> referring(ForeignKey key) {
    return key.references().tenantColumn() == null
        ? List.of(key.column())
        : behindTenant(key.table(), List.of(key.column()));
  }

  /** The tenant column, where the table has one, then these. */
  static List<Column> behindTenant(Table table, List<Column> columns) {
    List<Column> all = new ArrayList<>();
    if (table.keyColumns().size() > 1) {
      all.add(table.keyColumns().getFirst());
    }
    all.addAll(columns);
    return all;
  }
}
