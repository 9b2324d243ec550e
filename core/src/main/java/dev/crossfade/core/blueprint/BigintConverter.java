package dev.crossfade.core.blueprint;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;

/** A whole number of 64 bits. */
final class BigintConverter implements Converter {
  private static final Refusal OUTSIDE =
      new Refusal("is outside " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);

  @Override
  public Object read(JsonNode value) {
    return WholeNumber.read(value, Long.MIN_VALUE, Long.MAX_VALUE, OUTSIDE);
  }

  @Override
  public JsonNode write(Object value) {
    return LongNode.valueOf((Long) value);
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
