package dev.crossfade.core.blueprint;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a column reads its field, beyond what its type says. At most one of {@code truncate}, {@code
 * map} and {@code format} is said.
 *
 * @param truncate whether a text is cut to the column's length
 * @param map what each value is translated to; null: none is
 * @param otherwise what a value is translated to that the map does not name; null: it is refused
 * @param format what a number counts that stands for a time; null: it is none
 * @param secret whether the value is never shown
 */
record FieldReading(
    boolean truncate,
    @Nullable JsonNode map,
    @Nullable JsonNode otherwise,
    @Nullable EpochUnit format,
    boolean secret) {
  static final FieldReading PLAIN = new FieldReading(false, null, null, null, false);

  /**
   * The converter for a column.
   *
   * @param jsonType the one type that the schema gives the field; counts for a map
   */
  Converter converter(Column column, String jsonType) {
    if (truncate) {
      return new TruncatingConverter(column.size());
    }
    if (format != null) {
      return new EpochConverter(format);
    }
    Converter plain = Converter.of(column);
    return map == null ? plain : TranslatingConverter.of(map, otherwise, jsonType, plain);
  }
}
