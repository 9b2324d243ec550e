package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.DomainPlan.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Makes values that keep to a domain's schema and fit its columns. Not thread-safe. */
final class ValueMaker {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final DomainPlan domain;
  private final Words words;
  private final Texts texts;
  private final Numbers numbers;
  private final Targets targets;

  /** The records that others can refer to. */
  interface Targets {
    /** The id of one, as a field of this schema holds it; null when there is none. */
    @Nullable JsonNode pick(Link link, JsonNode schema, String place);
  }

  ValueMaker(DomainPlan domain, Words words, Targets targets) {
    this.domain = domain;
    this.words = words;
    this.texts = new Texts(words);
    this.numbers = new Numbers(words);
    this.targets = targets;
  }

  /** A document. Its id is up to the caller, where it is no composite one. */
  ObjectNode document() {
    JsonNode schema = resolved(domain.schema());
    ObjectNode document = JSON.objectNode();
    fill(document, schema, "");
    if (schema.path("additionalProperties").isMissingNode() && words.chance(20)) {
      document.put("unmapped", words.pick(List.of("kept beside the rows", "🧷")));
    }
    return document;
  }

  private void fill(ObjectNode object, JsonNode schema, String place) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    for (var property : schema.path("properties").properties()) {
      String at = place + "/" + property.getKey().replace("~", "~0").replace("/", "~1");
      boolean needed = required.contains(property.getKey()) || domain.kept().contains(at);
      if (!needed && words.chance(4)) {
        continue;
      }
      JsonNode value = value(property.getValue(), at, needed);
      if (value != null) {
        object.set(property.getKey(), value);
      }
    }
  }

  /** Null when there is nothing to give, and nothing is needed. */
  private @Nullable JsonNode value(JsonNode told, String place, boolean needed) {
    JsonNode schema = resolved(told);
    boolean kept = domain.kept().contains(place);
    boolean nullable = allowsNull(schema) && !limits(place).noNulls() && !kept;
    Link link = domain.references().get(place);
    if (link != null) {
      JsonNode target = nullable && words.chance(10) ? null : targets.pick(link, schema, place);
      if (target == null && needed && !nullable) {
        throw new IllegalArgumentException(
            "%s%s needs a record of %s, and there is none."
                .formatted(domain.name(), place, link.domain()));
      }
      return target == null && nullable ? NullNode.getInstance() : target;
    }
    if (nullable && words.chance(8)) {
      return NullNode.getInstance();
    }
    JsonNode wish = domain.values().get(place);
    try {
      return wish == null ? made(schema, place) : wished(wish, schema, place);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s%s: %s. %s can say what to take: values: {%s: {%s: […]}}"
              .formatted(domain.name(), place, e.getMessage(), Sample.FILE, domain.name(), place),
          e);
    }
  }

  private JsonNode wished(JsonNode wish, JsonNode schema, String place) {
    JsonNode one = wish;
    if (wish.isArray()) {
      one = wish.get(words.number(0, wish.size()));
      if (types(schema).contains("array") && !one.isArray()) {
        ArrayNode list = JSON.arrayNode();
        for (int i = size(schema, place); i > 0; i--) {
          list.add(wish.get(words.number(0, wish.size())));
        }
        return list;
      }
    } else if (wish.isString()) {
      one = StringNode.valueOf(words.spoken(wish.stringValue()));
    }
    if (one.isString() && types(schema).contains("string")) {
      return StringNode.valueOf(texts.fitted(one.stringValue(), schema, limits(place)));
    }
    return one.deepCopy();
  }

  private JsonNode made(JsonNode schema, String place) {
    Limits limits = limits(place);
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return words.pick(choices(schema.path("enum"), limits));
    }
    if (schema.has("examples") && !words.chance(5)) {
      return words.pick(choices(schema.path("examples"), limits));
    }
    List<String> types = types(schema);
    types.remove("null");
    String type = types.isEmpty() ? guessed(schema, limits) : words.pick(types);
    return switch (type) {
      case "string" ->
          StringNode.valueOf(
              domain.idFields().contains(place) && !schema.has("format") && !schema.has("pattern")
                  ? "part-" + words.number(1, 1_000_000)
                  : texts.make(schema, limits));
      case "integer" -> numbers.make(schema, limits, true, !domain.kept().contains(place));
      case "number" -> numbers.make(schema, limits, false, !domain.kept().contains(place));
      case "boolean" -> JSON.booleanNode(words.chance(2));
      case "array" -> array(schema, place);
      case "object" -> {
        ObjectNode object = JSON.objectNode();
        fill(object, schema, place);
        if (!schema.has("properties") && !schema.path("additionalProperties").isBoolean()) {
          object.put("note", words.pick(List.of("free", "自由"))).put("amount", 0.5);
        }
        yield object;
      }
      default -> throw new IllegalArgumentException("nobody knows the type " + type);
    };
  }

  /** What an enum allows and the columns take. */
  private static List<JsonNode> choices(JsonNode all, Limits limits) {
    List<JsonNode> choices = new ArrayList<>();
    for (JsonNode one : all) {
      if (!one.isNull() && (!limits.onlyKeys() || limits.keys().contains(one.asString()))) {
        choices.add(one);
      }
    }
    if (choices.isEmpty()) {
      throw new IllegalArgumentException("the schema allows nothing that its columns take");
    }
    return choices;
  }

  private JsonNode array(JsonNode schema, String place) {
    Limits limits = limits(place);
    ArrayNode array = JSON.arrayNode();
    Set<JsonNode> seen = new HashSet<>();
    int size = limits.elements() < 0 ? size(schema, place) : limits.elements();
    JsonNode items = schema.has("items") ? schema.path("items") : JSON.booleanNode(true);
    for (int tries = 0; array.size() < size && tries < size + 50; tries++) {
      JsonNode element = value(items, place + "/*", true);
      boolean fresh = element != null && seen.add(element);
      if (element != null && (fresh || !schema.path("uniqueItems").asBoolean(false))) {
        array.add(element);
      }
    }
    return array;
  }

  private int size(JsonNode schema, String place) {
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(least + 4);
    if (domain.references().containsKey(place + "/*")) {
      most = Math.min(most, least + 2);
    }
    return words.number(least, Math.min(most, least + 4) + 1);
  }

  private static String guessed(JsonNode schema, Limits limits) {
    if (schema.has("properties")) {
      return "object";
    }
    if (schema.has("items") || limits.elements() >= 0) {
      return "array";
    }
    return switch (limits.type()) {
      case "integer", "bigint" -> "integer";
      case "boolean" -> "boolean";
      default -> limits.places() < 0 && limits.epoch().isEmpty() ? "string" : "number";
    };
  }

  /** Follows references within the schema, and takes one of several forms. */
  private JsonNode resolved(JsonNode schema) {
    JsonNode now = schema;
    for (int i = 0; i < 32; i++) {
      if (now.has("$ref")) {
        now = domain.schema().at(now.path("$ref").asString().substring(1));
      } else if (now.path("oneOf").size() > 0 || now.path("anyOf").size() > 0) {
        JsonNode forms = now.path("oneOf").size() > 0 ? now.path("oneOf") : now.path("anyOf");
        now = forms.get(words.number(0, forms.size()));
      } else if (now.path("allOf").size() > 0 && now instanceof ObjectNode object) {
        now = merged(object);
      } else {
        return now;
      }
    }
    return now;
  }

  private ObjectNode merged(ObjectNode schema) {
    ObjectNode all = schema.deepCopy();
    all.remove("allOf");
    for (JsonNode part : schema.path("allOf")) {
      for (var entry : resolved(part).properties()) {
        JsonNode there = all.get(entry.getKey());
        if (there instanceof ObjectNode inner && entry.getValue().isObject()) {
          entry.getValue().properties().forEach(e -> inner.set(e.getKey(), e.getValue()));
        } else if (there instanceof ArrayNode list && entry.getKey().equals("required")) {
          entry.getValue().forEach(list::add);
        } else {
          all.set(entry.getKey(), entry.getValue());
        }
      }
    }
    return all;
  }

  private static boolean allowsNull(JsonNode schema) {
    if (schema.has("enum")) {
      return schema.path("enum").valueStream().anyMatch(JsonNode::isNull);
    }
    return types(schema).contains("null");
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>();
    if (type.isString()) {
      types.add(type.stringValue());
    }
    type.forEach(one -> types.add(one.asString()));
    return types;
  }

  private Limits limits(String place) {
    return domain.limits().getOrDefault(place, Limits.NONE);
  }
}
