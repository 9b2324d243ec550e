package dev.crossfade.core.compatibility;

import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random small schemas, changes of them, and values from a world so small that they meet. */
final class RandomSchemas {
  private static final List<String> NAMES = List.of("a", "b", "x1");

  private final Random random;

  RandomSchemas(long seed) {
    this.random = new Random(seed);
  }

  /** A schema whose definitions lie at {@code #/$defs}. */
  JsonNode schema(int depth) {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    int keywords = random.nextInt(4);
    for (int i = 0; i <= keywords; i++) {
      keyword(schema, depth);
    }
    return random.nextInt(15) == 0 ? Json.MAPPER.valueToTree(random.nextBoolean()) : schema;
  }

  private void keyword(ObjectNode schema, int depth) {
    switch (random.nextInt(depth > 0 ? 26 : 13)) {
      case 0, 1 -> schema.put("type", type());
      case 2 -> schema.putArray("type").add("null").add(pick("string", "integer", "object"));
      case 3 -> schema.putArray("enum").add(value(1)).add("a").add(1);
      case 4 -> schema.set("const", value(1));
      case 5 -> schema.put(pick("minimum", "exclusiveMinimum"), random.nextInt(3));
      case 6 -> schema.put(pick("maximum", "exclusiveMaximum"), random.nextInt(3));
      case 7 -> schema.put(pick("minLength", "maxLength"), random.nextInt(3));
      case 8 -> schema.put(pick("minItems", "maxItems"), random.nextInt(3));
      case 9 -> schema.put(pick("minProperties", "maxProperties"), random.nextInt(3));
      case 10 -> schema.put("multipleOf", pick(1.0, 2.0, 0.5));
      case 11 -> schema.put("pattern", pick("^a", "b$"));
      case 12 -> schema.put("uniqueItems", true);
      case 13, 14 -> schema.withObject("properties").set(name(), schema(depth - 1));
      case 15 -> schema.withArray("required").add(name());
      case 16 -> schema.set("additionalProperties", schema(depth - 1));
      case 17 -> schema.put("additionalProperties", false);
      case 18 -> schema.putObject("patternProperties").set("^x", schema(depth - 1));
      case 19 -> schema.set("items", schema(depth - 1));
      case 20 -> schema.putArray("prefixItems").add(schema(depth - 1));
      case 21 -> schema.putArray(pick("anyOf", "allOf", "oneOf")).add(schema(0)).add(schema(0));
      case 22 -> {
        schema.set("contains", schema(0));
        schema.put(pick("minContains", "maxContains"), random.nextInt(3));
      }
      case 23 -> {
        schema.set("if", schema(0));
        schema.set(pick("then", "else"), schema(0));
      }
      case 24 -> schema.put(pick("unevaluatedProperties", "unevaluatedItems"), false);
      default -> schema.put("$ref", "#/$defs/" + name());
    }
  }

  /** Three definitions, none of which leads to another. */
  ObjectNode definitions() {
    ObjectNode definitions = Json.MAPPER.createObjectNode();
    NAMES.forEach(name -> definitions.set(name, schema(0)));
    return definitions;
  }

  /** A copy with one change. */
  JsonNode changed(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    List<ObjectNode> holders = new ArrayList<>();
    holders(copy, holders);
    if (holders.isEmpty()) {
      return schema(1);
    }
    ObjectNode holder = holders.get(random.nextInt(holders.size()));
    List<String> names = List.copyOf(holder.propertyNames());
    switch (names.isEmpty() ? 0 : random.nextInt(3)) {
      case 0 -> keyword(holder, 1);
      case 1 -> holder.remove(names.get(random.nextInt(names.size())));
      default -> {
        String name = names.get(random.nextInt(names.size()));
        holder.set(name, holder.get(name).isObject() ? schema(1) : value(1));
      }
    }
    return copy;
  }

  private static void holders(JsonNode node, List<ObjectNode> found) {
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    node.forEach(inner -> holders(inner, found));
  }

  JsonNode value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> Json.MAPPER.valueToTree(pick("a", "b", "ab", ""));
      case 1 -> Json.MAPPER.valueToTree(random.nextInt(4));
      case 2 -> Json.MAPPER.valueToTree(0.5);
      case 3 -> Json.MAPPER.valueToTree(random.nextBoolean());
      case 4 -> Json.MAPPER.nullNode();
      case 5 -> {
        ArrayNode array = Json.MAPPER.createArrayNode();
        int size = random.nextInt(3);
        for (int i = 0; i < size; i++) {
          array.add(value(depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = Json.MAPPER.createObjectNode();
        NAMES.stream()
            .filter(name -> random.nextBoolean())
            .forEach(name -> object.set(name, value(depth - 1)));
        yield object;
      }
    };
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private String type() {
    return pick("string", "integer", "number", "boolean", "object", "array", "null");
  }

  @SafeVarargs
  private final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
