package dev.crossfade.standalone.load.jdbc;

import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the values of one column as JSON. */
interface ColumnValue {
  /** The value in this column of the row that the result stands on; null for null. */
  @Nullable JsonNode read(ResultSet rows, int column) throws SQLException, UnreadableValueException;

  /**
   * How a column is read.
   *
   * @param type of {@link Types}
   * @param typeName the database's own name of it
   * @return null where its values have no form in JSON that everybody would expect
   */
  static @Nullable ColumnValue of(int type, String typeName, ZoneId zone) {
    String name = typeName.toLowerCase(Locale.ROOT);
    if (Set.of("json", "jsonb").contains(name)) {
      return (rows, i) -> json(rows.getString(i));
    }
    if (Set.of("money", "_money").contains(name)) {
      // Its text depends on the server's language: only a query can say what amount it means.
      return null;
    }
    return switch (type) {
      case Types.BIT, Types.BOOLEAN ->
          (rows, i) -> present(rows, JsonNodeFactory.instance.booleanNode(rows.getBoolean(i)));
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE ->
          // The text is exact for each of them, and the shortest for those with a binary fraction.
          (rows, i) -> number(rows.getString(i));
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB,
          Types.OTHER ->
          (rows, i) -> text(rows.getString(i));
      case Types.DATE -> (rows, i) -> time(rows.getObject(i, LocalDate.class), zone);
      case Types.TIME ->
          name.equals("timetz")
              ? (rows, i) -> time(rows.getObject(i, OffsetTime.class), zone)
              : (rows, i) -> time(rows.getObject(i, LocalTime.class), zone);
      case Types.TIME_WITH_TIMEZONE -> (rows, i) -> time(rows.getObject(i, OffsetTime.class), zone);
      case Types.TIMESTAMP ->
          name.equals("timestamptz")
              ? (rows, i) -> time(rows.getObject(i, OffsetDateTime.class), zone)
              : (rows, i) -> time(rows.getObject(i, LocalDateTime.class), zone);
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          (rows, i) -> time(rows.getObject(i, OffsetDateTime.class), zone);
      case Types.ARRAY -> name.equals("_bytea") ? null : (rows, i) -> array(rows.getArray(i), zone);
      default -> null;
    };
  }

  private static @Nullable JsonNode present(ResultSet rows, JsonNode value) throws SQLException {
    return rows.wasNull() ? null : value;
  }

  private static @Nullable JsonNode text(@Nullable String value) {
    return value == null ? null : JsonNodeFactory.instance.stringNode(value);
  }

  private static @Nullable JsonNode number(@Nullable String value) throws UnreadableValueException {
    if (value == null) {
      return null;
    }
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(value.strip()));
    } catch (NumberFormatException e) {
      throw new UnreadableValueException("is a number that JSON does not have, such as NaN");
    }
  }

  private static @Nullable JsonNode json(@Nullable String value) throws UnreadableValueException {
    if (value == null) {
      return null;
    }
    try {
      return Json.parse(value.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new UnreadableValueException("is no JSON that can be read: " + e.getOriginalMessage());
    }
  }

  private static @Nullable JsonNode time(@Nullable Object value, ZoneId zone)
      throws UnreadableValueException {
    if (value == null) {
      return null;
    }
    String text = TimeText.of(value, zone);
    if (text == null) {
      throw new UnreadableValueException("is a time beyond the years 0000 to 9999");
    }
    return JsonNodeFactory.instance.stringNode(text);
  }

  private static @Nullable JsonNode array(@Nullable Array value, ZoneId zone)
      throws SQLException, UnreadableValueException {
    if (value == null) {
      return null;
    }
    try {
      return new ArrayElements(value.getBaseTypeName(), zone).read(value.getArray());
    } finally {
      value.free();
    }
  }
}
