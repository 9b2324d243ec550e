package dev.crossfade.core.blueprint;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** {@code true} or {@code false}, and nothing that merely looks like it. */
final class BooleanConverter implements Converter {
  private static final Refusal NO_BOOLEAN = new Refusal("is not true or false");

  @Override
  public Object read(JsonNode value) {
    return value.isBoolean() ? (Object) value.booleanValue() : NO_BOOLEAN;
  }

  @Override
  public JsonNode write(Object value) {
    return BooleanNode.valueOf((Boolean) value);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("boolean");
  }
}
