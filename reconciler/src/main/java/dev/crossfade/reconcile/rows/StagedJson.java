package dev.crossfade.reconcile.rows;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row as JSON from which PostgreSQL makes a row of the table's own type: each value goes through
 * the column's own input, as a written one does.
 */
final class StagedJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StagedJson() {}

  static ObjectNode of(Row row) {
    ObjectNode json = NODES.objectNode();
    List<Column> columns = row.table().columns();
    for (int i = 0; i < columns.size(); i++) {
      json.set(columns.get(i).name(), value(columns.get(i), row.value(i)));
    }
    return json;
  }

  private static JsonNode value(Column column, @Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    return switch (column.type()) {
      case JSONB -> Json.STORED.readTree((String) value);
      case NUMERIC -> NODES.stringNode(((BigDecimal) value).toPlainString());
      case TEXT, UUID, BOOLEAN, INTEGER, BIGINT, DATE, TIME, TIMESTAMPTZ ->
          NODES.stringNode(value.toString());
      case VECTOR -> {
        ArrayNode array = NODES.arrayNode();
        ((List<?>) value).forEach(number -> array.add(String.valueOf(number)));
        yield array;
      }
      case ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        Column element = column.asElement();
        ((List<?>) value).forEach(one -> array.add(value(element, one)));
        yield array;
      }
    };
  }
}
