package dev.crossfade.standalone.demo.check;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.StringNode;

/**
 * A column's type, and the one text that equal values of it have, whether they come from a document
 * or from PostgreSQL.
 */
enum Form {
  TEXT,
  UUID_,
  INTEGER,
  NUMERIC,
  DOUBLE,
  BOOLEAN,
  DATE,
  TIME,
  TIMESTAMP,
  JSON;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

  static JsonNode parse(String json) {
    return MAPPER.readTree(json);
  }

  /** The text of a document's value; null for null. */
  @Nullable String ofDocument(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    return switch (this) {
      case TEXT -> value.stringValue();
      case UUID_ -> value.stringValue().toLowerCase(Locale.ROOT);
      case INTEGER, NUMERIC -> number(value.decimalValue());
      case DOUBLE -> number(nearest(value));
      case BOOLEAN -> String.valueOf(value.booleanValue());
      case DATE -> LocalDate.parse(value.stringValue()).toString();
      case TIME -> LocalTime.parse(value.stringValue()).toString();
      case TIMESTAMP -> OffsetDateTime.parse(value.stringValue()).toInstant().toString();
      case JSON -> canonical(value);
    };
  }

  /** The text of a column's value; null for null. */
  @Nullable String ofColumn(ResultSet row, int column) throws SQLException {
    Object value =
        switch (this) {
          case TEXT, JSON -> row.getString(column);
          case UUID_ -> row.getObject(column, UUID.class);
          case INTEGER, NUMERIC, DOUBLE -> row.getBigDecimal(column);
          case BOOLEAN -> row.getObject(column, Boolean.class);
          case DATE -> row.getObject(column, LocalDate.class);
          case TIME -> row.getObject(column, LocalTime.class);
          case TIMESTAMP -> row.getObject(column, OffsetDateTime.class);
        };
    return switch (value) {
      case null -> null;
      case BigDecimal number -> number(number);
      case OffsetDateTime time -> time.toInstant().toString();
      case String text -> this == JSON ? canonical(parse(text)) : text;
      default -> value.toString();
    };
  }

  /** The value of a field as the way back gives it, once a column of this form has held it. */
  JsonNode cameBack(JsonNode value) {
    return switch (this) {
      case UUID_, DATE -> StringNode.valueOf(ofDocument(value));
      case TIME -> StringNode.valueOf(LocalTime.parse(value.stringValue()).toString());
      case TIMESTAMP -> StringNode.valueOf(iso(OffsetDateTime.parse(value.stringValue())));
      case DOUBLE -> DecimalNode.valueOf(nearest(value));
      case TEXT, INTEGER, NUMERIC, BOOLEAN, JSON -> value;
    };
  }

  private static BigDecimal nearest(JsonNode number) {
    return new BigDecimal(Double.toString(number.decimalValue().doubleValue()));
  }

  /** As toISOString of JavaScript writes it, with six places where there are microseconds. */
  private static String iso(OffsetDateTime time) {
    boolean micros = time.getNano() % 1_000_000 != 0;
    return time.withOffsetSameInstant(ZoneOffset.UTC).format(micros ? MICROS : MILLIS);
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** JSON with sorted names and one spelling for each number: equal texts are equal values. */
  static String canonical(JsonNode value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  private static void append(JsonNode value, StringBuilder text) {
    if (value.isObject()) {
      TreeMap<String, JsonNode> members = new TreeMap<>();
      value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      text.append('{');
      members.forEach(
          (name, member) -> {
            text.append(MAPPER.writeValueAsString(name)).append(':');
            append(member, text);
            text.append(',');
          });
      text.append('}');
    } else if (value.isArray()) {
      text.append('[');
      for (JsonNode element : value) {
        append(element, text);
        text.append(',');
      }
      text.append(']');
    } else {
      text.append(value.isNumber() ? number(value.decimalValue()) : value.toString());
    }
  }
}
