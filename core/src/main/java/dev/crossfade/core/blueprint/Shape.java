package dev.crossfade.core.blueprint;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Which fields of a document the way back can restore. Built once, then only read. */
final class Shape {
  private final Map<String, Shape> members = new LinkedHashMap<>();

  /** Whether an object has nothing but such fields, if any. */
  boolean coversObject(JsonNode object) {
    return isField() ? object.isEmpty() : covers(object);
  }

  /** Adds a field; none may lie within another. */
  void add(FieldPath path) {
    Shape shape = this;
    for (String step : path.steps()) {
      shape = shape.members.computeIfAbsent(step, s -> new Shape());
    }
  }

  private boolean isField() {
    return members.isEmpty();
  }

  /** Whether the value has nothing but such fields: no other member, no empty object. */
  boolean covers(JsonNode value) {
    if (isField()) {
      return true;
    }
    if (!value.isObject()) {
      return false;
    }
    for (var member : value.properties()) {
      Shape shape = members.get(member.getKey());
      boolean empty = member.getValue().isObject() && member.getValue().isEmpty();
      if (shape == null || (!shape.isField() && empty) || !shape.covers(member.getValue())) {
        return false;
      }
    }
    return true;
  }
}
