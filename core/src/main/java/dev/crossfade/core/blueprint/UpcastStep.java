package dev.crossfade.core.blueprint;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step from one version's shape towards the next. Each is a total function: it never throws, and
 * drops no value but those that it is told to drop. Immutable.
 */
sealed interface UpcastStep {
  /** Changes the document in place. */
  void apply(ObjectNode document);

  /** By how many levels at most it nests a value deeper than that was. */
  default int deepens() {
    return 0;
  }

  /** Where a field of the shape before is found behind the step; empty where it is dropped. */
  Stream<FieldPath> carry(FieldPath field);

  /** Member names in snake_case become camelCase, at every depth. */
  record Camel() implements UpcastStep {
    @Override
    public void apply(ObjectNode document) {
      CamelCase.apply(document);
    }

    @Override
    public Stream<FieldPath> carry(FieldPath field) {
      return Stream.of(FieldPath.of(field.steps().stream().map(CamelCase::of).toList()));
    }
  }

  /** Moves a field, unless the new place is taken. */
  record Rename(FieldPath from, FieldPath to) implements UpcastStep {
    @Override
    public int deepens() {
      return Math.max(0, to.steps().size() - from.steps().size());
    }

    @Override
    public void apply(ObjectNode document) {
      JsonNode value = Place.find(document, from);
      if (value != null && (from.contains(to) || Place.isFree(document, to))) {
        Place.remove(document, from);
        to.put(document, value);
      }
    }

    @Override
    public Stream<FieldPath> carry(FieldPath field) {
      return Place.moved(field, from, to);
    }
  }

  /** Makes an array of one out of a field; an empty one where it is null. */
  record Wrap(FieldPath from, FieldPath to) implements UpcastStep {
    @Override
    public int deepens() {
      return 1 + Math.max(0, to.steps().size() - from.steps().size());
    }

    @Override
    public void apply(ObjectNode document) {
      JsonNode value = Place.find(document, from);
      if (value == null || !(from.contains(to) || Place.isFree(document, to))) {
        return;
      }
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      if (!value.isNull()) {
        array.add(value);
      }
      if (!from.equals(to)) {
        Place.remove(document, from);
      }
      to.put(document, array);
    }

    @Override
    public Stream<FieldPath> carry(FieldPath field) {
      return Place.moved(field, from, to);
    }
  }

  /**
   * Replaces values; others stay.
   *
   * @param values by the text of a string, or the spelling of a number or boolean
   */
  record Translate(FieldPath field, NavigableMap<String, JsonNode> values) implements UpcastStep {
    public Translate {
      values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
    }

    @Override
    public void apply(ObjectNode document) {
      JsonNode value = Place.find(document, field);
      JsonNode other = value == null ? null : other(value);
      if (other != null) {
        field.put(document, other.deepCopy());
      }
    }

    private @Nullable JsonNode other(JsonNode value) {
      if (value.isString()) {
        return values.get(value.stringValue());
      }
      if (value.isBoolean()) {
        return values.get(value.booleanValue() ? "true" : "false");
      }
      if (value.isNumber()) {
        for (var entry : values.entrySet()) {
          if (isNumber(entry.getKey(), value.decimalValue())) {
            return entry.getValue();
          }
        }
      }
      return null;
    }

    private static boolean isNumber(String text, BigDecimal number) {
      try {
        return new BigDecimal(text).compareTo(number) == 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public Stream<FieldPath> carry(FieldPath known) {
      return Stream.of(known);
    }
  }

  /** Gives a field that is absent a value. Null is a value, too, and stays. */
  record Add(FieldPath field, JsonNode value) implements UpcastStep {
    @Override
    public void apply(ObjectNode document) {
      if (Place.isFree(document, field)) {
        field.put(document, value.deepCopy());
      }
    }

    @Override
    public Stream<FieldPath> carry(FieldPath known) {
      return Stream.of(known);
    }
  }

  /** Drops a field. */
  record Remove(FieldPath field) implements UpcastStep {
    @Override
    public void apply(ObjectNode document) {
      Place.remove(document, field);
    }

    @Override
    public Stream<FieldPath> carry(FieldPath known) {
      return field.contains(known) ? Stream.empty() : Stream.of(known);
    }
  }

  /** Fields of a document as steps see them: null is a value, and what is no object stays. */
  final class Place {
    private Place() {}

    static @Nullable JsonNode find(ObjectNode document, FieldPath path) {
      ObjectNode parent = parent(document, path);
      return parent == null ? null : parent.get(path.steps().getLast());
    }

    static void remove(ObjectNode document, FieldPath path) {
      ObjectNode parent = parent(document, path);
      if (parent != null) {
        parent.remove(path.steps().getLast());
      }
    }

    private static @Nullable ObjectNode parent(ObjectNode document, FieldPath path) {
      List<String> steps = path.steps();
      ObjectNode here = document;
      for (String step : steps.subList(0, steps.size() - 1)) {
        if (!(here.get(step) instanceof ObjectNode next)) {
          return null;
        }
        here = next;
      }
      return here;
    }

    /** Whether a value can be put there without another one going. */
    static boolean isFree(ObjectNode document, FieldPath path) {
      JsonNode here = document;
      for (String step : path.steps()) {
        if (!here.isObject()) {
          return false;
        }
        JsonNode next = here.get(step);
        if (next == null) {
          return true;
        }
        here = next;
      }
      return false;
    }

    static Stream<FieldPath> moved(FieldPath field, FieldPath from, FieldPath to) {
      if (from.contains(field)) {
        return Stream.of(field.rebased(from, to));
      }
      // A part of the field goes elsewhere.
      return field.contains(from) ? Stream.of(field, to) : Stream.of(field);
    }
  }
}
