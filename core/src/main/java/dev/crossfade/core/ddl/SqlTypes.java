package dev.crossfade.core.ddl;

import dev.crossfade.core.blueprint.Column;

/** A column's type as {@code CREATE TABLE} writes it. */
public final class SqlTypes {
  private SqlTypes() {}

  /**
   * The type. A text's length is not part of it: the mapping refuses what is longer, and a limit
   * that only the blueprint knows can be raised without touching the table.
   */
  public static String of(Column column) {
    return switch (column.type()) {
      case NUMERIC -> "numeric(" + column.size() + "," + column.scale() + ")";
      case TEXT, UUID, BOOLEAN, INTEGER, BIGINT, DATE, TIME, TIMESTAMPTZ, JSONB ->
          column.type().sqlName();
      case VECTOR -> "double precision[]";
      case ARRAY -> of(column.asElement()) + "[]";
    };
  }
}
