package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An array of scalar values, none of them null. */
final class ArrayConverter implements Converter {
  private static final Refusal NO_ARRAY = new Refusal("is not an array");
  private static final Refusal NULL_WITHIN = new Refusal("has an element that is null");

  private final Converter element;

  ArrayConverter(Converter element) {
    this.element = element;
  }

  @Override
  public Object read(JsonNode value) {
    if (!value.isArray()) {
      return NO_ARRAY;
    }
    List<Object> values = new ArrayList<>(value.size());
    for (JsonNode each : value) {
      if (each.isNull()) {
        return NULL_WITHIN;
      }
      Object read = element.read(each);
      if (read instanceof Refusal(String detail)) {
        return new Refusal("has an element that " + detail);
      }
      values.add(read);
    }
    return Collections.unmodifiableList(values);
  }

  /** An element that somebody else made null comes back as null. */
  @Override
  public JsonNode write(Object value) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Object each : (List<?>) value) {
      array.add(each == null ? JsonNodeFactory.instance.nullNode() : element.write(each));
    }
    return array;
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    List<?> values = (List<?>) read;
    for (int i = 0; i < values.size(); i++) {
      if (!element.exact(value.get(i), values.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("array");
  }
}
