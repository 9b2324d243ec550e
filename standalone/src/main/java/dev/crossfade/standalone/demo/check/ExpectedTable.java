package dev.crossfade.standalone.demo.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that records of one domain must have in one table.
 *
 * @param row its name in the blueprint
 * @param tenant the tenant column; null where the table has none
 * @param each the array whose elements are the rows; null where it is one row a record
 * @param key the place of the row's id among the columns
 * @param columns all of the table's, in its order
 */
record ExpectedTable(
    String domain,
    String row,
    String table,
    @Nullable String tenant,
    @Nullable String each,
    int key,
    List<Column> columns) {
  ExpectedTable {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param secret whether what is in it must not be shown
   */
  record Column(String name, ColumnType type, Value value, boolean secret) {}
}
