package dev.crossfade.sync.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A table, or something like one, as PostgreSQL's catalogue describes it.
 *
 * @param columns in the table's order
 * @param indexes all of them, keys and exclusions included
 * @param foreignKeys those that the table declares
 * @param referencedBy the foreign keys of this and other tables that refer to it
 * @param triggers the names of those that fire for ordinary statements
 */
public record ExistingTable(
    Name name,
    Kind kind,
    List<ExistingColumn> columns,
    List<ExistingIndex> indexes,
    List<ExistingForeignKey> foreignKeys,
    List<ExistingForeignKey> referencedBy,
    List<String> triggers,
    Access access) {

  /** Schema and name. */
  public record Name(String schema, String table) {
    @Override
    public String toString() {
      return schema + "." + table;
    }
  }

  /** What kind of relation it is. */
  public enum Kind {
    TABLE,
    VIEW,
    FOREIGN_TABLE
  }

  /**
   * What the account that asks may do.
   *
   * @param missing the privileges that it lacks of SELECT, INSERT, UPDATE and DELETE
   * @param closed whether row security holds for it and no policy lets it in
   */
  public record Access(List<String> missing, boolean closed) {}

  /** The column of this name. */
  public Optional<ExistingColumn> column(String columnName) {
    return columns.stream().filter(column -> column.name().equals(columnName)).findFirst();
  }

  /** The columns of the primary key; empty when there is none. */
  public List<String> primaryKey() {
    return indexes.stream()
        .filter(index -> index.kind() == ExistingIndex.Kind.PRIMARY)
        .findFirst()
        .map(ExistingIndex::columns)
        .orElse(List.of());
  }
}
