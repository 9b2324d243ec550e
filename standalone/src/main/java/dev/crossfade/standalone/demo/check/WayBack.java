package dev.crossfade.standalone.demo.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What comes back of a record, or of an element of an array: for columns that see it so. Filled
 * while the blueprint is read.
 */
final class WayBack {
  private final List<Field> fields = new ArrayList<>();

  /** What comes back of one field, or of an array; null where it is absent. */
  @FunctionalInterface
  interface Restored {
    @Nullable JsonNode of(Subject subject);
  }

  private record Field(String pointer, Restored restored) {}

  void add(String pointer, Restored restored) {
    fields.add(new Field(pointer, restored));
  }

  /** The whole of it. */
  JsonNode of(Subject subject) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Field field : fields) {
      JsonNode value = field.restored().of(subject);
      if (value == null) {
        continue;
      }
      if (field.pointer().isEmpty()) {
        return value;
      }
      put(object, field.pointer(), value);
    }
    return object;
  }

  private static void put(ObjectNode into, String pointer, JsonNode value) {
    String[] names = pointer.substring(1).split("/", -1);
    ObjectNode object = into;
    for (int i = 0; i < names.length - 1; i++) {
      String name = name(names[i]);
      object = object.get(name) instanceof ObjectNode inner ? inner : object.putObject(name);
    }
    object.set(name(names[names.length - 1]), value);
  }

  private static String name(String escaped) {
    return escaped.replace("~1", "/").replace("~0", "~");
  }

  /**
   * An array whose elements are rows.
   *
   * @param elements what comes back of each
   * @param required whether it comes back when it is empty
   */
  static Restored array(String pointer, WayBack elements, boolean required) {
    return subject -> {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      JsonNode sent = subject.document().at(pointer);
      for (int i = 0; i < sent.size(); i++) {
        array.add(elements.of(subject.element(sent.get(i), i)));
      }
      return array.isEmpty() && !required ? null : array;
    };
  }
}
