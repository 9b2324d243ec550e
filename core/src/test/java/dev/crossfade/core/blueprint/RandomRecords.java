package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes random values that keep to a JSON Schema, in as many spellings as there are: for the laws
 * that hold for every record. It fails on what it does not know, so that nothing is left out
 * unseen.
 */
final class RandomRecords {
  private static final List<String> LETTERS =
      List.of(
          "a", "Z", "é", "ß", "用", "🎓", " ", "'", "\"", "\\", "/", "\u00a0", "\u0301", "\n", ",",
          ", ", "(", "{", "_");

  private final Random random;
  private final JsonNode root;
  private final boolean tidy;

  /** Half of all seeds make a tidy record: complete, and spelled as the way back spells it. */
  RandomRecords(long seed, JsonNode schema) {
    this.random = new Random(seed);
    this.root = schema;
    this.tidy = random.nextBoolean();
  }

  ObjectNode record() {
    return (ObjectNode) value("", root);
  }

  private JsonNode value(String name, JsonNode schema) {
    JsonNode reference = schema.get("$ref");
    if (reference != null) {
      return value(name, root.at(reference.stringValue().substring(1)));
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    JsonNode examples = schema.get("examples");
    if (examples != null && random.nextInt(4) > 0) {
      return examples.get(random.nextInt(examples.size()));
    }
    JsonNode type = schema.get("type");
    if (type == null) {
      return anything(2);
    }
    String chosen = type.isArray() ? oneOf(type) : type.stringValue();
    return switch (chosen) {
      case "null" -> Json.MAPPER.nullNode();
      case "object" -> object(schema);
      case "array" -> array(name, schema);
      case "string" -> Json.MAPPER.valueToTree(string(name, schema));
      case "number" -> number(schema);
      case "integer" -> integer(schema);
      case "boolean" -> Json.MAPPER.valueToTree(random.nextBoolean());
      default -> throw new AssertionError(chosen);
    };
  }

  /** Null seldom, and never in a tidy record. */
  private String oneOf(JsonNode types) {
    List<String> names = new ArrayList<>();
    types.forEach(each -> names.add(each.stringValue()));
    boolean nullable = names.remove("null");
    return nullable && !tidy && random.nextInt(6) == 0
        ? "null"
        : names.get(random.nextInt(names.size()));
  }

  private ObjectNode object(JsonNode schema) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    ObjectNode object = Json.MAPPER.createObjectNode();
    boolean all = tidy || random.nextInt(4) == 0;
    for (var property : schema.path("properties").properties()) {
      if (all || required.contains(property.getKey()) || random.nextBoolean()) {
        object.set(property.getKey(), value(property.getKey(), property.getValue()));
      }
    }
    if (!schema.has("additionalProperties") && !tidy && random.nextInt(8) == 0) {
      object.set("stranger " + random.nextInt(3), anything(1));
    }
    return object;
  }

  private ArrayNode array(String name, JsonNode schema) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    int min = schema.path("minItems").asInt(0);
    int max = Math.min(schema.path("maxItems").asInt(8), Math.max(min, 8));
    int size = min + random.nextInt(max - min + 1);
    for (int i = 0; i < size; i++) {
      array.add(schema.has("items") ? value(name, schema.get("items")) : anything(1));
    }
    return array;
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> Json.MAPPER.nullNode();
      case 1 -> Json.MAPPER.valueToTree(random.nextBoolean());
      case 2 -> Json.MAPPER.valueToTree(random.nextLong());
      case 3 -> Json.MAPPER.valueToTree(BigDecimal.valueOf(random.nextLong(), random.nextInt(30)));
      case 4 -> Json.MAPPER.valueToTree(letters(random.nextInt(6)));
      case 5 -> Json.MAPPER.createArrayNode().add(anything(depth - 1)).add(anything(depth - 1));
      default -> Json.MAPPER.createObjectNode().set("k" + letters(1), anything(depth - 1));
    };
  }

  private String string(String name, JsonNode schema) {
    String pattern = schema.path("pattern").asString("");
    if (!pattern.isEmpty()) {
      return patterned(pattern);
    }
    return switch (schema.path("format").asString("")) {
      case "date" -> date();
      case "date-time" -> timestamp();
      case "email" -> "a" + random.nextInt(1_000_000) + "@example.org";
      case "uuid" -> uuid();
      case "" -> name.equals("id") || name.endsWith("Id") ? id() : text(schema);
      default -> throw new AssertionError(schema);
    };
  }

  private String patterned(String pattern) {
    if (pattern.equals("^[A-Z]{3}$")) {
      return random.nextBoolean() ? "EUR" : "CHF";
    }
    if (pattern.startsWith("^([01]")) {
      String minutes = "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
      int seconds = random.nextInt(tidy ? 1 : 0, 60);
      return random.nextInt(3) == 0 ? minutes + ":%02d".formatted(seconds) : minutes;
    }
    throw new AssertionError(pattern);
  }

  private String id() {
    return switch (random.nextInt(4)) {
      case 0 -> uuid();
      case 1 -> tidy ? "x" : uuid().toUpperCase(Locale.ROOT);
      case 2 -> Integer.toString(random.nextInt(1_000));
      default -> "rec/" + letters(1) + random.nextInt(1_000);
    };
  }

  private String uuid() {
    String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
    return !tidy && random.nextInt(8) == 0 ? uuid.toUpperCase(Locale.ROOT) : uuid;
  }

  private String text(JsonNode schema) {
    int min = schema.path("minLength").asInt(0);
    int most = random.nextInt(10) == 0 ? 2_000 : 20;
    int max = Math.max(min, Math.min(schema.path("maxLength").asInt(most), most));
    return letters(min + random.nextInt(max - min + 1));
  }

  /** So many code points: a schema counts these. */
  private String letters(int length) {
    StringBuilder text = new StringBuilder();
    int left = length;
    while (left > 0) {
      String letter = LETTERS.get(random.nextInt(LETTERS.size()));
      int points = letter.codePointCount(0, letter.length());
      if (points <= left) {
        text.append(letter);
        left -= points;
      }
    }
    return text.toString();
  }

  private JsonNode number(JsonNode schema) {
    BigDecimal min = bound(schema, "minimum", "-1e9");
    BigDecimal max = bound(schema, "maximum", "1e9");
    JsonNode step = schema.get("multipleOf");
    if (step == null) {
      double between = min.doubleValue() + random.nextDouble() * max.subtract(min).doubleValue();
      return Json.MAPPER.valueToTree(Math.clamp(between, min.doubleValue(), max.doubleValue()));
    }
    BigDecimal unit = step.decimalValue();
    long steps = max.subtract(min).divide(unit, 0, RoundingMode.DOWN).longValueExact();
    long chosen = random.nextInt(5) == 0 ? steps : random.nextLong(steps + 1);
    BigDecimal number = min.add(unit.multiply(BigDecimal.valueOf(chosen)));
    return Json.MAPPER.readTree(
        switch (random.nextInt(3)) {
          case 0 -> number.stripTrailingZeros().toString();
          case 1 -> number.setScale(unit.scale() + 2, RoundingMode.UNNECESSARY).toString();
          default -> number.toString();
        });
  }

  private JsonNode integer(JsonNode schema) {
    long min = bound(schema, "minimum", "-2147483648").longValueExact();
    long max = bound(schema, "maximum", "2147483647").longValueExact();
    long number = random.nextInt(8) == 0 ? max : random.nextLong(min, max);
    return Json.MAPPER.readTree(random.nextInt(5) == 0 && !tidy ? number + ".0" : "" + number);
  }

  private static BigDecimal bound(JsonNode schema, String name, String otherwise) {
    @Nullable JsonNode bound = schema.get(name);
    return bound == null ? new BigDecimal(otherwise) : bound.decimalValue();
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
