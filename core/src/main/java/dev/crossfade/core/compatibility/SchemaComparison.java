package dev.crossfade.core.compatibility;

import dev.crossfade.core.json.Digest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /** Beside a reference, these say nothing of what is taken. */
  private static final Set<String> UNHEARD =
      Set.of(
          "$ref",
          "$defs",
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "examples",
          "default",
          "deprecated",
          "readOnly",
          "writeOnly");

  /** What, when it goes, may make the others refuse more. */
  private static final Map<String, List<String>> LEANING =
      Map.of(
          "patternProperties", List.of("additionalProperties", "unevaluatedProperties"),
          "prefixItems", List.of("items", "unevaluatedItems"),
          "minContains", List.of("contains"),
          "if", List.of("then", "else", "unevaluatedProperties", "unevaluatedItems"),
          "allOf", List.of("unevaluatedProperties", "unevaluatedItems"),
          "anyOf", List.of("unevaluatedProperties", "unevaluatedItems"),
          "oneOf", List.of("unevaluatedProperties", "unevaluatedItems"),
          "dependentSchemas", List.of("unevaluatedProperties", "unevaluatedItems"));

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
    if (hasSiblings(now, newNode) && !same(oldNode, newNode)) {
      tell(path, "what stands beside $ref is not compared: it may refuse what was taken.");
    }
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
    whole(a, b, path);
  }

  private void whole(JsonNode a, JsonNode b, String path) {
    for (String keyword : WHOLE) {
      if (b.has(keyword) && !same(a.get(keyword), b.get(keyword))) {
        tell(path + "." + keyword, keyword + " is new or another: it may refuse what was taken.");
      }
    }
    // What one of these takes, another one that is still there does not have to any more.
    LEANING.forEach(
        (keyword, others) -> {
          boolean leaned = others.stream().anyMatch(b::has);
          if (leaned && a.has(keyword) && !b.has(keyword)) {
            tell(path + "." + keyword, keyword + " is gone, and other rules counted on it.");
          }
        });
    if (b.has("unevaluatedProperties") || b.has("unevaluatedItems")) {
      for (String keyword : List.of("properties", "additionalProperties", "items", "contains")) {
        if (!same(a.get(keyword), b.get(keyword))) {
          tell(
              path + "." + keyword,
              keyword + " is another, and the unevaluated rule counts on it.");
        }
      }
    }
  }

  /** Whether two parts say the same, and so do all definitions that they refer to. */
  private boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    if (!Digest.of(a).equals(Digest.of(b))) {
      return false;
    }
    Set<JsonNode> was = new HashSet<>();
    Set<JsonNode> is = new HashSet<>();
    definitions(before, a, was);
    definitions(now, b, is);
    return was.equals(is);
  }

  private static void definitions(JsonNode root, JsonNode node, Set<JsonNode> found) {
    String reference = node.path("$ref").asString("");
    if (reference.startsWith("#")) {
      JsonNode target = target(root, reference);
      if (found.add(target)) {
        definitions(root, target, found);
      }
    }
    node.forEach(inner -> definitions(root, inner, found));
  }

  private void types(JsonNode a, JsonNode b, String path) {
    Set<String> allowed = typeNames(b);
    if (!b.has("type")) {
      return;
    }
    Set<String> taken = typeNames(a);
    if (!a.has("type")) {
      Set<JsonNode> values = choices(a);
      if (values == null) {
        tell(path + ".type", "any type was taken, now only " + String.join(", ", allowed) + ".");
      } else if (!values.stream().allMatch(value -> isOf(allowed, value))) {
        tell(path + ".type", "a value that was taken is not of this type.");
      }
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

  private static boolean isOf(Set<String> types, JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> types.contains("string");
      case BOOLEAN -> types.contains("boolean");
      case NULL -> types.contains("null");
      case ARRAY -> types.contains("array");
      case OBJECT -> types.contains("object");
      case NUMBER ->
          types.contains("number") || (types.contains("integer") && value.isIntegralNumber());
      case MISSING, BINARY, POJO -> false;
    };
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
      if (schema.path("enum").isArray()) {
        choices.retainAll(schema.get("enum").valueStream().toList());
      }
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
      compare(
          was.isMissingNode() ? others : was,
          is.isMissingNode() ? othersNow : is,
          path + ".properties." + name);
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

  /** Whether a reference, or one that it leads to, has rules beside it. */
  private static boolean hasSiblings(JsonNode root, JsonNode node) {
    JsonNode here = node;
    for (int i = 0; i < MAX_REFS && here.has("$ref"); i++) {
      if (here.propertyStream().anyMatch(m -> !UNHEARD.contains(m.getKey()))) {
        return true;
      }
      here = target(root, here.path("$ref").asString(""));
    }
    return false;
  }

  private static JsonNode target(JsonNode root, String reference) {
    if (reference.equals("#")) {
      return root;
    }
    return root.at(reference.startsWith("#/") ? reference.substring(1) : "/ ");
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
