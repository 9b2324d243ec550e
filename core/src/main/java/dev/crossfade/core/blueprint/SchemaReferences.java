package dev.crossfade.core.blueprint;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks the references within a schema: each leads to a place in the same file, and none leads
 * back to itself before a value within the value is reached, for such a check would never end.
 */
final class SchemaReferences {
  /** What applies to the value itself, not to one within it. */
  private static final List<String> IN_PLACE = List.of("not", "if", "then", "else");

  private static final List<String> SEVERAL_IN_PLACE =
      List.of("allOf", "anyOf", "oneOf", "dependentSchemas");

  private final JsonNode schema;
  private final BiConsumer<String, String> problems;

  /**
   * @param problems is told each problem's path and sentence
   */
  SchemaReferences(JsonNode schema, BiConsumer<String, String> problems) {
    this.schema = schema;
    this.problems = problems;
  }

  /** Where a reference leads, {@code #} or {@code #/…}; the missing node where there is nothing. */
  static JsonNode target(JsonNode schema, String reference) {
    if (reference.equals("#")) {
      return schema;
    }
    return reference.startsWith("#/")
        ? schema.at(reference.substring(1))
        : MissingNode.getInstance();
  }

  void check() {
    check(schema, "");
  }

  private void check(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      check(object, path);
      object.properties().forEach(m -> check(m.getValue(), path + m.getKey() + "."));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), path + i + ".");
      }
    }
  }

  /** Nothing is ever fetched: a blueprint means the same wherever it is read. */
  private void check(ObjectNode object, String path) {
    if (object.path("$dynamicRef").isString()) {
      problems.accept(
          path + "$dynamicRef", "is not read: write $ref, to a definition of the same file.");
    }
    if (object.path("$id").isString() && !path.isEmpty()) {
      problems.accept(
          path + "$id", "changes what references within it mean: leave it out below the top.");
    }
    JsonNode reference = object.path("$ref");
    if (!reference.isString()) {
      return;
    }
    String target = reference.stringValue();
    if (!target.equals("#") && !target.startsWith("#/")) {
      problems.accept(
          path + "$ref", "only definitions of the same file can be used: \"#/$defs/…\".");
    } else if (target(schema, target).isMissingNode()) {
      problems.accept(path + "$ref", "there is no \"" + target + "\" in this file.");
    } else if (comesBack(object, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      problems.accept(
          path + "$ref", "leads back to itself without a property between, so it says nothing.");
    }
  }

  private boolean comesBack(JsonNode node, Set<JsonNode> around) {
    if (!node.isObject()) {
      return false;
    }
    if (!around.add(node)) {
      return true;
    }
    boolean back = false;
    JsonNode reference = node.path("$ref");
    if (reference.isString() && reference.stringValue().startsWith("#")) {
      back = comesBack(target(schema, reference.stringValue()), around);
    }
    for (String keyword : IN_PLACE) {
      back |= comesBack(node.path(keyword), around);
    }
    for (String keyword : SEVERAL_IN_PLACE) {
      for (JsonNode each : node.path(keyword)) {
        back |= comesBack(each, around);
      }
    }
    around.remove(node);
    return back;
  }
}
