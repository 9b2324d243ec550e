package dev.crossfade.core.ddl;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.ForeignKey;
import dev.crossfade.core.blueprint.Table;
import java.util.List;

/** The SQL that makes a blueprint's tables. The same blueprint gives the same text. */
public final class Ddl {
  private Ddl() {}

  /**
   * Schemas, tables, keys, foreign keys and an index for each. It can be run again where the tables
   * are already: what is there stays as it is.
   */
  public static String of(Blueprint blueprint) {
    return new TablesDdl(blueprint).text();
  }

  /** What the blueprint lists under {@code afterMove}; it can be run once. */
  public static String afterMove(Blueprint blueprint) {
    return new AfterMoveDdl(blueprint).text();
  }

  /** The statement that adds a column to a table that is already there. */
  public static String addColumn(Table table, Column column) {
    return "ALTER TABLE %s ADD COLUMN %s %s;"
        .formatted(
            SqlNames.of(table.schema(), table.name()),
            SqlNames.of(column.name()),
            SqlTypes.of(column));
  }

  /** The constraint of a foreign key, without a name. */
  public static String foreignKey(ForeignKey key) {
    return "FOREIGN KEY %s REFERENCES %s %s"
        .formatted(
            list(TablesDdl.referring(key)),
            name(key.references()),
            list(key.references().keyColumns()));
  }

  /** The columns that refer, in the order of the key that they refer to. */
  public static List<Column> referring(ForeignKey key) {
    return TablesDdl.referring(key);
  }

  /** Whether PostgreSQL can and shall hold it. */
  public static boolean isForeignKey(ForeignKey key) {
    return key.checked();
  }

  static String name(Table table) {
    return SqlNames.of(table.schema(), table.name());
  }

  static String list(List<Column> columns) {
    return "("
        + String.join(", ", columns.stream().map(column -> SqlNames.of(column.name())).toList())
        + ")";
  }

  static String comment(String what) {
    return "-- " + what.replace("\n", "\n-- ") + "\n";
  }
}
