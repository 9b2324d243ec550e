package dev.crossfade.core.blueprint;

import dev.crossfade.core.blueprint.Converter.Refusal;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads whole numbers by value, so that {@code 5.0} and {@code 5e0} are 5. */
final class WholeNumber {
  private static final int MAX_DIGITS = 1_000;
  private static final Refusal NO_NUMBER = new Refusal("is not a whole number");

  private WholeNumber() {}

  /** A {@code Long} between the bounds, or a {@link Refusal}. */
  static Object read(JsonNode value, long min, long max, Refusal outside) {
    if (!value.isNumber()) {
      return NO_NUMBER;
    }
    if (value.isInt() || value.isLong()) {
      long number = value.longValue();
      return number < min || number > max ? outside : (Object) number;
    }
    BigDecimal number = value.decimalValue();
    // The size first: a large exponent must not be written out.
    if (number.compareTo(BigDecimal.valueOf(min)) < 0
        || number.compareTo(BigDecimal.valueOf(max)) > 0) {
      return outside;
    }
    return number.stripTrailingZeros().scale() > 0 ? NO_NUMBER : (Object) number.longValue();
  }

  /** The same value with each whole decimal as an integer, but for absurd sizes. A copy. */
  static JsonNode spelledOut(JsonNode value) {
    if (value.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      value.properties().forEach(m -> object.set(m.getKey(), spelledOut(m.getValue())));
      return object;
    }
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode(value.size());
      value.forEach(each -> array.add(spelledOut(each)));
      return array;
    }
    if (!value.isBigDecimal()) {
      return value;
    }
    BigDecimal number = value.decimalValue();
    boolean small = Math.abs((long) number.precision() - number.scale()) <= MAX_DIGITS;
    return small && number.stripTrailingZeros().scale() <= 0
        ? BigIntegerNode.valueOf(number.toBigIntegerExact())
        : value;
  }
}
