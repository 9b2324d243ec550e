package dev.crossfade.core.blueprint;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** A whole number of 32 bits. */
final class IntegerConverter implements Converter {
  private static final Refusal OUTSIDE =
      new Refusal("is outside " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);

  @Override
  public Object read(JsonNode value) {
    Object number = WholeNumber.read(value, Integer.MIN_VALUE, Integer.MAX_VALUE, OUTSIDE);
    return number instanceof Long whole ? (Object) whole.intValue() : number;
  }

  @Override
  public JsonNode write(Object value) {
    return IntNode.valueOf((Integer) value);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("integer");
  }
}
