package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands, or shall stand, in its table: one value a column in the order of {@link
 * Table#columns()}, each of its {@link SqlType#javaType()} or null. Rows are equal by value.
 */
public final class Row {
  private final Table table;
  private final @Nullable Object[] values;

  /** Takes the array over; it must not be changed any more. */
  public Row(Table table, @Nullable Object[] values) {
    if (values.length != table.columns().size()) {
      throw new IllegalArgumentException(
          table + " has " + table.columns().size() + " columns, not " + values.length);
    }
    this.table = table;
    this.values = values;
  }

  public Table table() {
    return table;
  }

  public @Nullable Object value(int column) {
    return values[column];
  }

  /** The values; not a copy. */
  public @Nullable Object[] values() {
    return values;
  }

  /** The primary key. */
  public RowKey key() {
    List<Object> key = new ArrayList<>(table.keyColumns().size());
    for (Column column : table.keyColumns()) {
      key.add(Objects.requireNonNull(values[table.position(column.name())]));
    }
    return new RowKey(table, List.copyOf(key));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && table == row.table && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /** Shows no data: rows must not reach a log. */
  @Override
  public String toString() {
    return "Row[" + table + "]";
  }
}
