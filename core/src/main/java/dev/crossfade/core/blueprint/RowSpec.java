package dev.crossfade.core.blueprint;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a blueprint says about one of a domain's rows.
 *
 * @param each the array whose elements become the rows; null where there is one row
 * @param columns by name, in written order
 * @param place where the columns stand, to tell problems
 */
record RowSpec(
    String name,
    Table table,
    @Nullable FieldPath each,
    Map<String, ColumnSpec> columns,
    Section place) {

  /** What fills the key column. */
  @Nullable ColumnSpec key() {
    return columns.get(table.idColumn().name());
  }

  /** The first column that is filled so, or null. */
  @Nullable Column filledBy(Class<? extends ColumnSpec> form) {
    for (Column column : table.columns()) {
      if (form.isInstance(columns.get(column.name()))) {
        return column;
      }
    }
    return null;
  }

  boolean isRecordRow() {
    return key() instanceof ColumnSpec.RecordId;
  }
}
