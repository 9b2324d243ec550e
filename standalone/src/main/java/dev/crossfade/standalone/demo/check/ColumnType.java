package dev.crossfade.standalone.demo.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A column's type as the blueprint writes it.
 *
 * @param form of the value, or of each element of an array
 * @param length of a text at most
 */
record ColumnType(Form form, boolean array, int length) {
  private static final Pattern TYPE =
      Pattern.compile("\\s*([a-z]+)\\s*(?:\\(\\s*(\\d+)[^)]*\\))?\\s*(\\[])?\\s*");

  static ColumnType of(String type) {
    Matcher matcher = TYPE.matcher(type);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the self-check does not know the type " + type);
    }
    int length = matcher.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(2));
    Form form =
        switch (matcher.group(1)) {
          case "text" -> Form.TEXT;
          case "uuid" -> Form.UUID_;
          case "boolean" -> Form.BOOLEAN;
          case "integer", "bigint" -> Form.INTEGER;
          case "numeric" -> Form.NUMERIC;
          case "date" -> Form.DATE;
          case "time" -> Form.TIME;
          case "timestamptz" -> Form.TIMESTAMP;
          case "jsonb" -> Form.JSON;
          case "vector" -> Form.DOUBLE;
          default ->
              throw new IllegalArgumentException("the self-check does not know the type " + type);
        };
    return new ColumnType(form, form == Form.DOUBLE || matcher.group(3) != null, length);
  }

  /** What to select to get this column. */
  String selected(String quotedName) {
    return array ? "to_jsonb(" + quotedName + ")::text" : quotedName;
  }

  /** The one text of a document's value; null for null. */
  @Nullable String ofDocument(JsonNode value) {
    if (!array || value.isNull() || value.isMissingNode()) {
      return form.ofDocument(value);
    }
    List<@Nullable String> elements = new ArrayList<>();
    value.forEach(element -> elements.add(form.ofDocument(element)));
    return elements.toString();
  }

  /** The one text of a column's value; null for null. */
  @Nullable String ofColumn(ResultSet row, int column) throws SQLException {
    if (!array) {
      return form.ofColumn(row, column);
    }
    String json = row.getString(column);
    return json == null ? null : ofDocument(Form.parse(json));
  }

  /** The value as the way back gives it. */
  JsonNode cameBack(JsonNode value) {
    if (!array) {
      return form.cameBack(value);
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    value.forEach(element -> list.add(form.cameBack(element)));
    return list;
  }
}
