package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The way to a field of a document, through objects only. Immutable. */
final class FieldPath {
  private final String pointer;
  private final String[] steps;

  private FieldPath(String pointer, String[] steps) {
    this.pointer = pointer;
    this.steps = steps;
  }

  /** Reads an RFC 6901 pointer; null when it is none, or the whole document. */
  static @Nullable FieldPath parse(String pointer) {
    if (pointer.length() < 2 || pointer.charAt(0) != '/') {
      return null;
    }
    String[] steps = pointer.substring(1).split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      if (steps[i].isEmpty() || steps[i].replace("~0", "").replace("~1", "").contains("~")) {
        return null;
      }
      steps[i] = steps[i].replace("~1", "/").replace("~0", "~");
    }
    return new FieldPath(pointer, steps);
  }

  /** A member of the document itself. */
  static FieldPath of(String name) {
    return new FieldPath("/" + name.replace("~", "~0").replace("/", "~1"), new String[] {name});
  }

  /** The way that leads over these members. */
  static FieldPath of(List<String> steps) {
    StringBuilder pointer = new StringBuilder();
    for (String step : steps) {
      pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return new FieldPath(pointer.toString(), steps.toArray(String[]::new));
  }

  /** The same field once what lies at {@code from}, at or above it, lies at {@code to}. */
  FieldPath rebased(FieldPath from, FieldPath to) {
    List<String> moved = new ArrayList<>(to.steps());
    moved.addAll(steps().subList(from.steps.length, steps.length));
    return of(moved);
  }

  /** Whether the other field is this one or lies below it. */
  boolean contains(FieldPath other) {
    return other.steps.length >= steps.length
        && Arrays.equals(steps, 0, steps.length, other.steps, 0, steps.length);
  }

  String pointer() {
    return pointer;
  }

  List<String> steps() {
    return List.of(steps);
  }

  /**
   * The field's value. Null when it is absent; the missing node when the way leads through
   * something that is no object, so that the value cannot be there.
   */
  @Nullable JsonNode find(ObjectNode document) {
    JsonNode node = document;
    for (String step : steps) {
      if (node.isNull()) {
        return null;
      }
      if (!node.isObject()) {
        return MissingNode.getInstance();
      }
      JsonNode next = node.get(step);
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  /** Sets the field, making the objects on the way. */
  void put(ObjectNode document, JsonNode value) {
    ObjectNode parent = document;
    for (int i = 0; i < steps.length - 1; i++) {
      if (parent.get(steps[i]) instanceof ObjectNode existing) {
        parent = existing;
      } else {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        parent.set(steps[i], made);
        parent = made;
      }
    }
    parent.set(steps[steps.length - 1], value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath path && Arrays.equals(steps, path.steps);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(steps);
  }

  @Override
  public String toString() {
    return pointer;
  }
}
