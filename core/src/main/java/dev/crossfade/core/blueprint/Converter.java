package dev.crossfade.core.blueprint;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The way from a JSON value to a column's value and back. Immutable. */
interface Converter {

  /** Why a value does not fit. It never quotes the value. */
  record Refusal(String detail) {}

  /** The column's value for a JSON value other than null, or a {@link Refusal}. */
  Object read(JsonNode value);

  /** The JSON value for a column's value; the missing node where there is none. */
  JsonNode write(Object value);

  /** Whether {@link #write} of what was read from this value equals it, as a value. */
  boolean exact(JsonNode value, Object read);

  /** Whether the column's value stands for this JSON value alone, whatever its spelling. */
  default boolean distinct(JsonNode value, Object read) {
    return true;
  }

  /** The types, as JSON Schema names them, of the values it can read; empty: all. */
  Set<String> jsonTypes();

  static Converter of(Column column) {
    return switch (column.type()) {
      case TEXT -> new TextConverter(column.size());
      case UUID -> new UuidConverter();
      case BOOLEAN -> new BooleanConverter();
      case INTEGER -> new IntegerConverter();
      case BIGINT -> new BigintConverter();
      case NUMERIC -> new NumericConverter(column.size(), column.scale());
      case DATE -> new DateConverter();
      case TIME -> new TimeConverter();
      case TIMESTAMPTZ -> new TimestampConverter();
      case JSONB -> new JsonConverter();
      case VECTOR -> new VectorConverter(column.size());
      case ARRAY -> new ArrayConverter(of(column.asElement()));
    };
  }
}
