package dev.crossfade.core.blueprint;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A string, cut to so many characters (code points, so never within a surrogate pair). */
final class TruncatingConverter implements Converter {
  private static final Refusal NO_TEXT = new Refusal("is not a string");

  private final int max;

  TruncatingConverter(int max) {
    this.max = max;
  }

  @Override
  public Object read(JsonNode value) {
    if (!value.isString()) {
      return NO_TEXT;
    }
    String text = value.stringValue();
    boolean fits = text.length() <= max || text.codePointCount(0, text.length()) <= max;
    return fits ? text : text.substring(0, text.offsetByCodePoints(0, max));
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf((String) value);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return value.stringValue().equals(read);
  }

  /** What fills the column may have been cut to it. */
  @Override
  public boolean distinct(JsonNode value, Object read) {
    String text = (String) read;
    return text.codePointCount(0, text.length()) < max;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("string");
  }
}
