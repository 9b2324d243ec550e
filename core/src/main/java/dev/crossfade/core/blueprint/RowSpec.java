package dev.crossfade.core.blueprint;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a blueprint says about one of a domain's rows.
 *
 * @param columns by name, in written order
 * @param place where the columns stand, to tell problems
 */
record RowSpec(String name, Table table, Map<String, ColumnSpec> columns, Section place) {

  /** What fills the key column. */
  @Nullable ColumnSpec key() {
    return columns.get(table.keyColumns().get(1).name());
  }

  boolean isRecordRow() {
    return key() instanceof ColumnSpec.RecordId;
  }
}
