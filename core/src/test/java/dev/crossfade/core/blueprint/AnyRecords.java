package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random values of about the shape that a schema says: most of them keep to it, some do not.
 * Unlike {@link RandomRecords} it takes any schema.
 */
final class AnyRecords {
  private static final int MAX_DEPTH = 8;

  private final Random random;
  private final JsonNode root;
  private final int oddity;

  /** Each third seed makes a record that has everything in its plain spelling. */
  AnyRecords(long seed, JsonNode schema) {
    this.random = new Random(seed);
    this.root = schema;
    this.oddity = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(12);
  }

  ObjectNode record() {
    return value(root, 0) instanceof ObjectNode record ? record : Json.MAPPER.createObjectNode();
  }

  private boolean odd() {
    return oddity > 0 && random.nextInt(5 + 5 * oddity) == 0;
  }

  private JsonNode value(JsonNode written, int depth) {
    JsonNode schema = resolve(written);
    if (odd() && depth > 0) {
      return anything(2);
    }
    JsonNode choices = schema.path("enum");
    if (!choices.isEmpty()) {
      return choices.get(random.nextInt(choices.size()));
    }
    List<String> types = new ArrayList<>();
    JsonNode type = schema.path("type");
    type.forEach(each -> types.add(each.asString("")));
    if (type.isString()) {
      types.add(type.stringValue());
    }
    if (oddity == 0 && types.size() > 1) {
      types.remove("null");
    }
    if (types.isEmpty() || depth > MAX_DEPTH) {
      return anything(2);
    }
    return switch (types.get(random.nextInt(types.size()))) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> Json.MAPPER.valueToTree(string(schema));
      case "integer" -> number(random.nextInt(5) == 0 ? Long.toString(random.nextLong()) : small());
      case "number" -> number(small() + (random.nextBoolean() ? "" : "." + random.nextInt(200)));
      case "boolean" -> Json.MAPPER.valueToTree(random.nextBoolean());
      default -> Json.MAPPER.nullNode();
    };
  }

  private JsonNode resolve(JsonNode schema) {
    JsonNode here = schema;
    for (int i = 0; i < 5 && here.path("$ref").asString("").startsWith("#/"); i++) {
      here = root.at(here.get("$ref").stringValue().substring(1));
    }
    return here;
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(each -> required.add(each.asString("")));
    for (var property : schema.path("properties").properties()) {
      boolean there = required.contains(property.getKey()) || random.nextInt(3) > 0;
      if ((there || oddity == 0) && !odd()) {
        object.set(property.getKey(), value(property.getValue(), depth + 1));
      }
    }
    if (odd()) {
      object.set("stranger", anything(1));
    }
    return object;
  }

  private JsonNode array(JsonNode schema, int depth) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    int size = oddity == 0 ? 1 + random.nextInt(3) : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private String small() {
    return Integer.toString(random.nextInt(10) - (random.nextInt(4) == 0 ? 500 : 0));
  }

  private static JsonNode number(String text) {
    return Json.MAPPER.readTree(text);
  }

  private String string(JsonNode schema) {
    return switch (schema.path("format").asString("")) {
      case "date" -> "20%02d-%02d-%02d".formatted(random.nextInt(99), 1 + random.nextInt(12), 1);
      case "time" -> "%02d:30".formatted(random.nextInt(24)) + (oddity == 0 ? "" : ":00");
      case "date-time" -> "2026-03-01T09:30:00" + pick(".123Z", ".123456Z", "Z", "+01:00", ".5Z");
      case "uuid" -> uuid();
      default -> text();
    };
  }

  private String uuid() {
    String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
    return oddity > 0 && random.nextInt(4) == 0 ? uuid.toUpperCase(Locale.ROOT) : uuid;
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> uuid();
      case 1 -> Integer.toString(random.nextInt(20));
      case 2 -> "r" + random.nextInt(20);
      case 3 -> pick("a", "b", "c");
      default -> {
        StringBuilder text = new StringBuilder();
        int size = oddity == 0 ? 1 + random.nextInt(3) : random.nextInt(12);
        for (int i = 0; i < size; i++) {
          text.append(pick("a", "b", "🎓", "-", ", ", " ", "é", "{", "\"", "\\", "/"));
        }
        yield text.toString();
      }
    };
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> Json.MAPPER.nullNode();
      case 1 -> Json.MAPPER.valueToTree(random.nextBoolean());
      case 2 -> Json.MAPPER.valueToTree(random.nextLong());
      case 3 -> Json.MAPPER.valueToTree(new BigDecimal(pick("1e400", "-1e-400", "1.50", "0.0")));
      case 4 -> Json.MAPPER.valueToTree("");
      case 5 -> Json.MAPPER.valueToTree(text());
      case 6 -> Json.MAPPER.createObjectNode();
      case 7 -> Json.MAPPER.createArrayNode();
      case 8 -> Json.MAPPER.createArrayNode().add(anything(depth - 1));
      default -> Json.MAPPER.createObjectNode().set(pick("a", "b", "id"), anything(depth - 1));
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
