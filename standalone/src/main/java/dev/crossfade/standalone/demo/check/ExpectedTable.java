package dev.crossfade.standalone.demo.check;

import java.util.List;

/**
 * The rows that records of one domain must have in one table.
 *
 * @param columns the first is the row's id
 */
record ExpectedTable(String domain, String table, List<Column> columns) {
  ExpectedTable {
    columns = List.copyOf(columns);
  }

  record Column(String name, Form form, Value value) {}
}
