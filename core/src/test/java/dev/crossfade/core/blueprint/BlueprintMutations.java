package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Breaks a blueprint in a few random places, as a slip of the hand would, or malice. */
final class BlueprintMutations {
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1.5",
          "99999999999",
          "123456789012345678901234567890",
          "1e400",
          "-1e-400",
          "\"\"",
          "\" \"",
          "\"/\"",
          "\"//\"",
          "\"/~\"",
          "\"/id\"",
          "\"/id/x\"",
          "\"/constructor\"",
          "\"x\"",
          "\"yes\"",
          "\"$time\"",
          "\"2026-01-01\"",
          "\"{a}, {b}\"",
          "\"é🎓\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"tenant\"",
          "\"id\"",
          "\"text\"",
          "\"text(0)\"",
          "\"text(99999999)\"",
          "\"numeric(3,9)\"",
          "\"vector(3)\"",
          "\"jsonb[]\"",
          "\"string\"",
          "\"integer\"",
          "\"array\"",
          "\"object\"",
          "\"(\"",
          "\"#\"",
          "\"#nowhere\"",
          "\"#/properties\"",
          "\"#/$defs/none\"",
          "[]",
          "[[]]",
          "[1]",
          "[null]",
          "[\"string\", \"null\"]",
          "[\"integer\", 5]",
          "[\"/id\"]",
          "{}",
          "{\"\": 1}",
          "{\"a\": {}}",
          "{\"__proto__\": 1}",
          "{\"$ref\": \"#\"}",
          "{\"$ref\": \"#/properties\"}",
          "{\"$ref\": \"#nowhere\"}",
          "{\"$ref\": 5}",
          "{\"$id\": \"x\"}",
          "{\"type\": [5]}",
          "{\"type\": {}}",
          "{\"type\": \"object\", \"properties\": []}",
          "{\"from\": \"/id\"}",
          "{\"record\": \"id\"}",
          "{\"record\": \"id\", \"row\": \"x\"}",
          "{\"object\": {}}",
          "{\"constant\": {}}",
          "{\"element\": \"value\"}",
          "{\"key\": true, \"scope\": \"tenant\"}",
          "{\"composite\": [\"/id\"], \"scope\": \"source\"}",
          "{\"singleton\": true, \"scope\": \"tenant\"}");
  private static final List<String> NAMES =
      List.of(
          "",
          " ",
          "0",
          "__proto__",
          "constructor",
          "a.b",
          "a/b",
          "~",
          "é🎓",
          "\u0000",
          "from",
          "each",
          "map",
          "else",
          "default",
          "backward",
          "truncate",
          "format",
          "secret",
          "reference",
          "missing",
          "split",
          "join",
          "id",
          "type",
          "enum",
          "const",
          "$ref",
          "$id",
          "$anchor",
          "allOf",
          "not",
          "properties",
          "required",
          "items",
          "pattern",
          "format",
          "maxLength",
          "minimum",
          "multipleOf",
          "counters",
          "upcast",
          "tenancy",
          "tenant",
          "$schema");

  private final Random random;

  BlueprintMutations(long seed) {
    this.random = new Random(seed);
  }

  /** A copy with one to three faults; some of them are none. */
  ObjectNode mutated(ObjectNode form) {
    ObjectNode copy = form.deepCopy();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      List<JsonNode> holders = new ArrayList<>();
      holders(copy, holders);
      mutate(holders.get(random.nextInt(holders.size())), copy);
    }
    return copy;
  }

  private static void holders(JsonNode node, List<JsonNode> found) {
    if (node.isContainer() && !node.isEmpty()) {
      found.add(node);
    }
    node.forEach(inner -> holders(inner, found));
  }

  private void mutate(JsonNode holder, ObjectNode root) {
    if (holder instanceof ObjectNode object) {
      List<String> names = List.copyOf(object.propertyNames());
      member(object, names.get(random.nextInt(names.size())), root);
    } else if (holder instanceof ArrayNode array) {
      int place = random.nextInt(array.size());
      switch (random.nextInt(4)) {
        case 0 -> array.remove(place);
        case 1 -> array.add(array.get(place).deepCopy());
        case 2 -> array.set(place, somewhere(root));
        default -> array.set(place, odd(array.get(place)));
      }
    }
  }

  private void member(ObjectNode object, String name, ObjectNode root) {
    JsonNode value = object.get(name);
    switch (random.nextInt(8)) {
      case 0 -> object.remove(name);
      case 1 -> {
        object.remove(name);
        object.set(misspelt(name), value);
      }
      case 2 -> object.set(NAMES.get(random.nextInt(NAMES.size())), odd(value));
      case 3 -> object.set(NAMES.get(random.nextInt(NAMES.size())), value.deepCopy());
      case 4 -> object.set(name, somewhere(root));
      default -> object.set(name, odd(value));
    }
  }

  private JsonNode somewhere(ObjectNode root) {
    List<JsonNode> holders = new ArrayList<>();
    holders(root, holders);
    JsonNode holder = holders.get(random.nextInt(holders.size()));
    List<JsonNode> inner = new ArrayList<>();
    holder.forEach(inner::add);
    return inner.get(random.nextInt(inner.size())).deepCopy();
  }

  private JsonNode odd(JsonNode value) {
    return switch (random.nextInt(24)) {
      case 0 -> Json.MAPPER.createArrayNode().add(value);
      case 1 -> Json.MAPPER.createObjectNode().set("x", value);
      case 2 -> deep();
      case 3 -> Json.MAPPER.valueToTree(new BigDecimal("1e999999999"));
      case 4 -> Json.MAPPER.valueToTree("x".repeat(3_000));
      case 5 -> Json.MAPPER.valueToTree(misspelt(value.asString("")));
      default -> Json.MAPPER.readTree(ODD.get(random.nextInt(ODD.size())));
    };
  }

  private JsonNode deep() {
    JsonNode node = Json.MAPPER.createObjectNode();
    int levels = random.nextInt(200);
    for (int i = 0; i < levels; i++) {
      node =
          i % 2 == 0
              ? Json.MAPPER.createArrayNode().add(node)
              : Json.MAPPER.createObjectNode().set("properties", node);
    }
    return node;
  }

  private String misspelt(String text) {
    if (text.isEmpty()) {
      return "x";
    }
    int place = random.nextInt(text.length());
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, place) + text.substring(place + 1);
      case 1 -> text.substring(0, place) + "_" + text.substring(place);
      default -> text.toUpperCase(java.util.Locale.ROOT);
    };
  }
}
