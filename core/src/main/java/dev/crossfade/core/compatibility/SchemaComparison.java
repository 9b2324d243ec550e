package dev.crossfade.core.compatibility;

import dev.crossfade.core.json.Digest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * Compares two JSON Schemas by their structure: where might the next one refuse what the one before
 * takes? Where that cannot be told, it says so: it never overlooks a narrowing, and may name one
 * that is none.
 */
final class SchemaComparison {
  private static final int MAX_REFS = 16;

  /** What these say is not compared, only whether it is the same. */
  private static final List<String> WHOLE =
      List.of(
          "oneOf",
          "anyOf",
          "allOf",
          "not",
          "if",
          "then",
          "else",
          "dependentRequired",
          "dependentSchemas",
          "propertyNames",
          "patternProperties",
          "contains",
          "minContains",
          "maxContains",
          "unevaluatedProperties",
          "unevaluatedItems",
          "prefixItems",
          "pattern",
          "format",
          "$dynamicRef");

  private static final List<String> LOWER =
      List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
  private static final List<String> UPPER =
      List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");

  private final JsonNode before;
  private final JsonNode now;
  private final List<Narrowing> found = new ArrayList<>();
  private final Set<String> compared = new HashSet<>();

  private SchemaComparison(JsonNode before, JsonNode now) {
    this.before = before;
    this.now = now;
  }

  /** Empty when the second takes all that the first takes. */
  static List<Narrowing> narrowings(JsonNode before, JsonNode now) {
    SchemaComparison comparison = new SchemaComparison(before, now);
    if (!Digest.of(before).equals(Digest.of(now))) {
      comparison.compare(before, now, "");
    }
    return List.copyOf(comparison.found);
  }

  private void compare(JsonNode oldNode, JsonNode newNode, String path) {
    JsonNode a = resolve(before, oldNode);
    JsonNode b = resolve(now, newNode);
    boolean again =
        (oldNode.has("$ref") || newNode.has("$ref")) && !compared.add(oldNode + " " + newNode);
    if (again || isFalse(a) || isTrue(b)) {
      return;
    }
    if (isFalse(b)) {
      tell(path, "nothing is allowed here any more.");
      return;
    }
    types(a, b, path);
    values(a, b, path);
    if (takes(a, "object")) {
      required(a, b, path);
      properties(a, b, path);
    }
    if (takes(a, "array")) {
      compare(member(a, "items"), member(b, "items"), path + ".items");
    }
    limits(a, b, path);
    for (String keyword : WHOLE) {
      if (b.has(keyword) && !b.get(keyword).equals(a.get(keyword))) {
        tell(path + "." + keyword, keyword + " is new or another: it may refuse what was taken.");
      }
    }
  }

  private void types(JsonNode a, JsonNode b, String path) {
    Set<String> allowed = typeNames(b);
    if (!b.has("type")) {
      return;
    }
    Set<String> taken = typeNames(a);
    if (!a.has("type") && !a.has("enum") && !a.has("const")) {
      tell(path + ".type", "any type was taken, now only " + String.join(", ", allowed) + ".");
      return;
    }
    for (String type : taken) {
      boolean kept =
          allowed.contains(type) || (type.equals("integer") && allowed.contains("number"));
      if (!kept) {
        tell(path + ".type", "the type " + type + " is not taken any more.");
      }
    }
  }

  private void values(JsonNode a, JsonNode b, String path) {
    Set<JsonNode> allowed = choices(b);
    if (allowed == null) {
      return;
    }
    Set<JsonNode> taken = choices(a);
    if (taken == null) {
      tell(path + ".enum", "only some values are taken now.");
      return;
    }
    for (JsonNode value : taken) {
      if (!allowed.contains(value)) {
        tell(path + ".enum", "the value " + value + " is not taken any more.");
      }
    }
  }

  private static @Nullable Set<JsonNode> choices(JsonNode schema) {
    Set<JsonNode> choices = new LinkedHashSet<>();
    if (schema.has("const")) {
      choices.add(schema.get("const"));
      return choices;
    }
    if (!schema.path("enum").isArray()) {
      return null;
    }
    schema.get("enum").forEach(choices::add);
    return choices;
  }

  private void required(JsonNode a, JsonNode b, String path) {
    Set<String> before = names(a.path("required"));
    for (String name : names(b.path("required"))) {
      if (!before.contains(name)) {
        tell(path + ".required", "the member " + name + " is required now.");
      }
    }
  }

  private void properties(JsonNode a, JsonNode b, String path) {
    JsonNode others = member(a, "additionalProperties");
    JsonNode othersNow = member(b, "additionalProperties");
    Set<String> names = new LinkedHashSet<>(a.path("properties").propertyNames());
    names.addAll(b.path("properties").propertyNames());
    for (String name : names) {
      JsonNode was = a.path("properties").path(name);
      JsonNode is = b.path("properties").path(name);
      int told = found.size();
      compare(
          was.isMissingNode() ? others : was,
          is.isMissingNode() ? othersNow : is,
          path + ".properties." + name);
      if (found.size() > told && was.isMissingNode() && isTrue(others)) {
        found.subList(told, found.size()).clear();
        tell(
            path + ".properties." + name,
            "the field is described now; before, records could have anything under this name.");
      }
    }
    if (isFalse(othersNow) && !isFalse(others)) {
      tell(path + ".additionalProperties", "members that are not named are refused now.");
    } else {
      compare(others, othersNow, path + ".additionalProperties");
    }
  }

  private void limits(JsonNode a, JsonNode b, String path) {
    for (String keyword : LOWER) {
      if (tighter(a, b, keyword, 1)) {
        tell(path + "." + keyword, keyword + " is higher than before.");
      }
    }
    for (String keyword : UPPER) {
      if (tighter(a, b, keyword, -1)) {
        tell(path + "." + keyword, keyword + " is lower than before.");
      }
    }
    JsonNode step = b.path("multipleOf");
    JsonNode stepBefore = a.path("multipleOf");
    boolean finer =
        stepBefore.isNumber()
            && step.isNumber()
            && stepBefore.decimalValue().remainder(step.decimalValue()).signum() == 0;
    if (step.isNumber() && !finer && !(isWhole(a) && isOne(step))) {
      tell(path + ".multipleOf", "multipleOf is new or coarser than before.");
    }
    if (b.path("uniqueItems").asBoolean(false) && !a.path("uniqueItems").asBoolean(false)) {
      tell(path + ".uniqueItems", "elements must be different now.");
    }
  }

  private static boolean isWhole(JsonNode schema) {
    return typeNames(schema).equals(Set.of("integer"));
  }

  private static boolean isOne(JsonNode number) {
    return number.decimalValue().compareTo(BigDecimal.ONE) == 0;
  }

  private static boolean tighter(JsonNode a, JsonNode b, String keyword, int sign) {
    JsonNode limit = b.path(keyword);
    JsonNode before = a.path(keyword);
    if (!limit.isNumber()) {
      return false;
    }
    boolean none =
        keyword.startsWith("min")
            && sign > 0
            && limit.decimalValue().signum() <= 0
            && !keyword.equals("minimum");
    return !none
        && (!before.isNumber() || sign * limit.decimalValue().compareTo(before.decimalValue()) > 0);
  }

  private static boolean takes(JsonNode schema, String type) {
    return !schema.has("type") || typeNames(schema).contains(type);
  }

  private static Set<String> typeNames(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isString() ? Set.of(type.stringValue()) : names(type);
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new LinkedHashSet<>();
    list.forEach(name -> names.add(name.asString("")));
    return names;
  }

  private static JsonNode member(JsonNode schema, String name) {
    return schema.has(name) ? schema.get(name) : BooleanNode.TRUE;
  }

  private static boolean isTrue(JsonNode schema) {
    return schema.isBoolean() ? schema.booleanValue() : schema.isObject() && schema.isEmpty();
  }

  private static boolean isFalse(JsonNode schema) {
    return schema.isBoolean() && !schema.booleanValue();
  }

  private static JsonNode resolve(JsonNode root, JsonNode node) {
    JsonNode here = node;
    for (int i = 0; i < MAX_REFS; i++) {
      String reference = here.path("$ref").asString("");
      if (reference.equals("#")) {
        here = root;
      } else if (reference.startsWith("#/")) {
        here = root.at(reference.substring(1));
      } else {
        return here;
      }
    }
    return here;
  }

  private void tell(String path, String sentence) {
    Narrowing narrowing = new Narrowing(path, sentence);
    if (!found.contains(narrowing)) {
      found.add(narrowing);
    }
  }
}
