package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random values that keep to a JSON Schema, in many spellings. It knows the keywords that the
 * school's schemas use and fails on a string pattern that it does not know.
 */
final class RecordGenerator {
  private static final List<String> LETTERS =
      List.of("a", "Z", "é", "ß", "用", "🎓", " ", "'", "\"", "\\", "/", "\u00a0", "e\u0301", "\n");

  private final Random random;
  private final boolean tidy;

  /** Half of all seeds make a tidy record: complete and spelled as the way back spells it. */
  RecordGenerator(long seed) {
    this.random = new Random(seed);
    this.tidy = random.nextBoolean();
  }

  ObjectNode record(String domain) {
    JsonNode domains = School.BLUEPRINT.json().get("domains");
    for (JsonNode each : domains) {
      if (each.get("name").stringValue().equals(domain)) {
        return (ObjectNode) value("", each.get("schema"));
      }
    }
    throw new AssertionError(domain);
  }

  private JsonNode value(String name, JsonNode schema) {
    JsonNode type = schema.get("type");
    if (type.isArray() && !tidy && random.nextInt(6) == 0) {
      return Json.MAPPER.nullNode();
    }
    String first = type.isArray() ? type.get(0).stringValue() : type.stringValue();
    return switch (first) {
      case "object" -> object(schema);
      case "array" -> array(name, schema);
      case "string" -> Json.MAPPER.valueToTree(string(name, schema));
      case "number" -> number(schema);
      case "integer" -> integer(schema);
      case "boolean" -> Json.MAPPER.valueToTree(random.nextBoolean());
      default -> throw new AssertionError(first);
    };
  }

  private ObjectNode object(JsonNode schema) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    ObjectNode object = Json.MAPPER.createObjectNode();
    boolean all = tidy || random.nextInt(4) == 0;
    for (var property : schema.get("properties").properties()) {
      if (all || required.contains(property.getKey()) || random.nextBoolean()) {
        object.set(property.getKey(), value(property.getKey(), property.getValue()));
      }
    }
    return object;
  }

  private ArrayNode array(String name, JsonNode schema) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value(name, schema.get("items")));
    }
    return array;
  }

  private String string(String name, JsonNode schema) {
    if (schema.has("enum")) {
      List<JsonNode> values = new ArrayList<>();
      schema.get("enum").forEach(v -> values.add(v));
      values.removeIf(JsonNode::isNull);
      return values.get(random.nextInt(values.size())).stringValue();
    }
    String format = schema.path("format").asString("");
    String pattern = schema.path("pattern").asString("");
    if (pattern.equals("^[A-Z]{3}$")) {
      return random.nextBoolean() ? "EUR" : "CHF";
    }
    if (pattern.startsWith("^([01]")) {
      String minutes = "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
      int seconds = random.nextInt(tidy ? 1 : 0, 60);
      return random.nextInt(3) == 0 ? minutes + ":%02d".formatted(seconds) : minutes;
    }
    if (!pattern.isEmpty()) {
      throw new AssertionError(pattern);
    }
    return switch (format) {
      case "date" -> date();
      case "date-time" -> timestamp();
      case "email" -> "a" + random.nextInt(1_000_000) + "@example.org";
      default -> name.equals("id") || name.endsWith("Id") ? id() : text(schema);
    };
  }

  private String id() {
    UUID uuid = new UUID(random.nextLong(), random.nextLong());
    return switch (random.nextInt(4)) {
      case 0 -> uuid.toString();
      case 1 -> tidy ? "x" : uuid.toString().toUpperCase(Locale.ROOT);
      case 2 -> Integer.toString(random.nextInt(1_000));
      default -> "rec/" + LETTERS.get(random.nextInt(LETTERS.size())) + random.nextInt(1_000);
    };
  }

  private String text(JsonNode schema) {
    int min = schema.path("minLength").asInt(0);
    int max = Math.min(schema.get("maxLength").asInt(), random.nextInt(10) == 0 ? 10_000 : 20);
    StringBuilder text = new StringBuilder();
    int length = min + random.nextInt(max - min + 1);
    for (int i = 0; i < length; i++) {
      String letter = LETTERS.get(random.nextInt(LETTERS.size()));
      // The schema counts code points; a letter with a combining mark has two.
      text.append(letter.codePointCount(0, letter.length()) == 1 ? letter : "e");
    }
    return text.toString();
  }

  private JsonNode number(JsonNode schema) {
    long cents = schema.get("maximum").decimalValue().movePointRight(2).longValueExact();
    BigDecimal number =
        BigDecimal.valueOf(random.nextInt(5) == 0 ? cents : random.nextLong(cents + 1), 2);
    return switch (random.nextInt(4)) {
      case 0 -> Json.MAPPER.readTree(number.stripTrailingZeros().toString());
      case 1 -> Json.MAPPER.readTree(number.setScale(4).toString());
      case 2 -> Json.MAPPER.readTree(Long.toString(number.longValue()));
      default -> Json.MAPPER.readTree(number.toString());
    };
  }

  private JsonNode integer(JsonNode schema) {
    int min = schema.get("minimum").intValue();
    int max = schema.get("maximum").intValue();
    int number = min + random.nextInt(max - min + 1);
    return Json.MAPPER.readTree(random.nextInt(5) == 0 ? number + ".0" : "" + number);
  }

  private String date() {
    return LocalDate.of(1900, 1, 1).plusDays(random.nextInt(109_938)).toString();
  }

  private String timestamp() {
    String day = LocalDate.of(1900, 1, 2).plusDays(random.nextInt(109_900)).toString();
    String time =
        "T%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60));
    String fraction =
        switch (tidy ? 3 : random.nextInt(5)) {
          case 0 -> "";
          case 1 -> ".%06d".formatted(random.nextInt(1_000_000));
          case 2 -> ".%01d".formatted(random.nextInt(10));
          default -> ".%03d".formatted(random.nextInt(1_000));
        };
    String offset =
        !tidy && random.nextInt(3) == 0
            ? "%s%02d:%02d".formatted(random.nextBoolean() ? "+" : "-", random.nextInt(14), 45)
            : "Z";
    return day + time + fraction + offset;
  }
}
