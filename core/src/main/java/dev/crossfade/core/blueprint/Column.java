package dev.crossfade.core.blueprint;

import org.jspecify.annotations.Nullable;

/**
 * A column of a mapped table.
 *
 * @param name its name, to be quoted
 * @param size the most characters of a text, the precision of a numeric, the numbers of a vector;
 *     0: no limit. Of an array, what holds for each element
 * @param scale the decimal places of a numeric, else 0
 * @param element the type of an array's elements; null where the column is no array
 */
public record Column(String name, SqlType type, int size, int scale, @Nullable SqlType element) {

  /** A column that is no array. */
  public Column(String name, SqlType type, int size, int scale) {
    this(name, type, size, scale, null);
  }

  /** The name as an SQL identifier, quoted. */
  public String quotedName() {
    return Identifiers.quote(name);
  }

  /** The type as a blueprint writes it: {@code text(200)}, {@code numeric(8,2)[]}. */
  public String typeName() {
    if (element != null) {
      return asElement().typeName() + "[]";
    }
    return switch (type) {
      case NUMERIC -> "numeric(" + size + "," + scale + ")";
      case TEXT, VECTOR -> type.sqlName() + (size == 0 ? "" : "(" + size + ")");
      case ARRAY, UUID, BOOLEAN, INTEGER, BIGINT, DATE, TIME, TIMESTAMPTZ, JSONB -> type.sqlName();
    };
  }

  /** What one element of an array is; of any other column, the column itself. */
  public Column asElement() {
    return element == null ? this : new Column(name, element, size, scale);
  }
}
