package dev.crossfade.core.blueprint;

import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A UUID, spelled with 36 characters in either case; it comes back in lower case. */
final class UuidConverter implements Converter {
  private static final Refusal NO_UUID = new Refusal("is not a UUID");

  @Override
  public Object read(JsonNode value) {
    UUID uuid = value.isString() ? Uuids.parse(value.stringValue()) : null;
    return uuid == null ? NO_UUID : uuid;
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf(value.toString());
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return value.stringValue().equals(read.toString());
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("string");
  }
}
