package dev.crossfade.core.blueprint;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** So many numbers, each as the nearest double. It comes back as JavaScript would write it. */
final class VectorConverter implements Converter {
  private static final Refusal TOO_LARGE = new Refusal("has a number that is too large");

  private final int size;
  private final Refusal noVector;

  VectorConverter(int size) {
    this.size = size;
    this.noVector = new Refusal("is not an array of " + size + " numbers");
  }

  @Override
  public Object read(JsonNode value) {
    if (!value.isArray() || value.size() != size) {
      return noVector;
    }
    List<Double> numbers = new ArrayList<>(size);
    for (JsonNode each : value) {
      if (!each.isNumber()) {
        return noVector;
      }
      double number = each.decimalValue().doubleValue();
      if (Double.isInfinite(number)) {
        return TOO_LARGE;
      }
      // Of a tiny negative number a zero with a sign would be left: JSON knows only one.
      numbers.add(number == 0 ? 0.0 : number);
    }
    return Collections.unmodifiableList(numbers);
  }

  @Override
  public JsonNode write(Object value) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Object each : (List<?>) value) {
      BigDecimal number = shortest(each);
      array.add(number == null ? JsonNodeFactory.instance.nullNode() : DecimalNode.valueOf(number));
    }
    return array;
  }

  /** The shortest decimal that means this double; null for what somebody else put there. */
  private static @Nullable BigDecimal shortest(@Nullable Object number) {
    return number instanceof Double d && Double.isFinite(d) ? BigDecimal.valueOf(d) : null;
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    List<?> numbers = (List<?>) read;
    for (int i = 0; i < numbers.size(); i++) {
      BigDecimal back = shortest(numbers.get(i));
      if (back == null || back.compareTo(value.get(i).decimalValue()) != 0) {
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
