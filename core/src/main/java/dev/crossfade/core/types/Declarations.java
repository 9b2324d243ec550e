package dev.crossfade.core.types;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Writes the types of one schema: its own, and one for each of its definitions. */
final class Declarations {
  private static final List<String> DEFINITIONS = List.of("$defs", "definitions");

  private final String name;
  private final JsonNode schema;

  /** The type of each place that a reference can name. */
  private final Map<String, String> byReference = new LinkedHashMap<>();

  Declarations(String type, JsonNode schema, TypeNames names) {
    this.name = type;
    this.schema = schema;
    byReference.put("#", type);
    for (String section : DEFINITIONS) {
      for (String definition : schema.path(section).propertyNames()) {
        String escaped = definition.replace("~", "~0").replace("/", "~1");
        byReference.put("#/" + section + "/" + escaped, names.ofDefinition(type, definition));
      }
    }
  }

  void write(StringBuilder text) {
    declare(text, name, schema);
    byReference.forEach(
        (reference, definition) -> {
          if (!reference.equals("#")) {
            declare(text, definition, schema.at(reference.substring(1)));
          }
        });
  }

  private void declare(StringBuilder text, String declaredName, JsonNode declared) {
    text.append("\n").append(JsDoc.of(declared, ""));
    Type written = type(declared, "");
    // An interface is told by its name where a compiler complains; only an object can be one.
    text.append(
        written.object()
            ? "export interface %s %s\n".formatted(declaredName, written.text())
            : "export type %s = %s;\n".formatted(declaredName, written.text()));
  }

  /** The type that a schema describes, for a place indented so far. */
  private Type type(JsonNode node, String indent) {
    if (!node.isObject()) {
      return node.isBoolean() && !node.booleanValue() ? Type.NEVER : Type.UNKNOWN;
    }
    String reference = node.path("$ref").asString("");
    if (!reference.isEmpty()) {
      String named = byReference.get(reference);
      return named == null ? Type.UNKNOWN : Type.of(named);
    }
    if (node.has("const")) {
      return Type.of(node.get("const").toString());
    }
    if (node.path("enum").isArray()) {
      return Type.union(
          node.get("enum").valueStream().map(each -> Type.of(each.toString())).toList());
    }
    List<Type> parts = new ArrayList<>();
    own(node, indent).ifPresent(parts::add);
    for (String keyword : List.of("oneOf", "anyOf")) {
      if (node.path(keyword).isArray()) {
        parts.add(Type.union(all(node.get(keyword), indent)));
      }
    }
    if (node.path("allOf").isArray()) {
      parts.addAll(all(node.get("allOf"), indent));
    }
    return Type.intersection(parts);
  }

  private List<Type> all(JsonNode schemas, String indent) {
    return schemas.valueStream().map(each -> type(each, indent)).toList();
  }

  /** What the schema itself says of the value's type. */
  private Optional<Type> own(JsonNode node, String indent) {
    JsonNode types = node.path("type");
    if (types.isArray()) {
      return Optional.of(
          Type.union(
              types.valueStream().map(each -> typed(each.asString(""), node, indent)).toList()));
    }
    if (types.isString()) {
      return Optional.of(typed(types.stringValue(), node, indent));
    }
    return node.has("properties") ? Optional.of(object(node, indent)) : Optional.empty();
  }

  private Type typed(String name, JsonNode node, String indent) {
    return switch (name) {
      case "string", "boolean", "null" -> Type.of(name);
      case "integer", "number" -> Type.of("number");
      case "array" -> array(node, indent);
      case "object" -> object(node, indent);
      default -> Type.UNKNOWN;
    };
  }

  private Type array(JsonNode node, String indent) {
    JsonNode items = node.path("items");
    String rest = (items.isMissingNode() ? Type.UNKNOWN : type(items, indent)).grouped() + "[]";
    if (!node.path("prefixItems").isArray()) {
      return Type.of(rest);
    }
    List<String> places = new ArrayList<>();
    // A shorter array is allowed unless minItems says more.
    int sure = node.path("minItems").asInt(0);
    for (Type place : all(node.get("prefixItems"), indent)) {
      places.add(places.size() < sure ? place.text() : place.grouped() + "?");
    }
    if (!items.isBoolean() || items.booleanValue()) {
      places.add("..." + rest);
    }
    return Type.of("[" + String.join(", ", places) + "]");
  }

  private Type object(JsonNode node, String indent) {
    JsonNode properties = node.path("properties");
    JsonNode others = node.path("additionalProperties");
    Set<String> required = new LinkedHashSet<>();
    node.path("required").forEach(each -> required.add(each.asString("")));
    Set<String> names = new LinkedHashSet<>(properties.propertyNames());
    names.addAll(required);
    boolean closed = others.isBoolean() && !others.booleanValue();
    if (names.isEmpty()) {
      Type other = closed ? Type.NEVER : others.isObject() ? type(others, indent) : Type.UNKNOWN;
      return Type.of("Record<string, " + other.text() + ">");
    }
    String inner = indent + "  ";
    StringBuilder text = new StringBuilder("{\n");
    for (String each : names) {
      JsonNode member = properties.has(each) ? properties.get(each) : JsonNodes.ANY;
      text.append(JsDoc.of(member, inner))
          .append(inner)
          .append(TypeNames.member(each))
          .append(required.contains(each) ? ": " : "?: ")
          .append(type(member, inner).text())
          .append(";\n");
    }
    if (!closed) {
      // The named members have to fit it, too.
      text.append(inner).append("[name: string]: unknown;\n");
    }
    return Type.object(text.append(indent).append("}").toString());
  }
}
