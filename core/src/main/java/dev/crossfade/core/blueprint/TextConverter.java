package dev.crossfade.core.blueprint;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A string, unchanged; one that is too long is refused, never cut. */
final class TextConverter implements Converter {
  private static final Refusal NO_TEXT = new Refusal("is not a string");

  private final int max;
  private final Refusal tooLong;

  /**
   * @param max the most characters as PostgreSQL counts them, in code points; 0: no limit
   */
  TextConverter(int max) {
    this.max = max;
    this.tooLong = new Refusal("is longer than " + max + " characters");
  }

  @Override
  public Object read(JsonNode value) {
    if (!value.isString()) {
      return NO_TEXT;
    }
    String text = fit(value.stringValue());
    return text == null ? tooLong : text;
  }

  /** The text, or null when it is too long. */
  @Nullable String fit(String text) {
    boolean fits = max == 0 || text.length() <= max || text.codePointCount(0, text.length()) <= max;
    return fits ? text : null;
  }

  Refusal tooLong() {
    return tooLong;
  }

  @Override
  public JsonNode write(Object value) {
    return StringNode.valueOf((String) value);
  }

  @Override
  public boolean exact(JsonNode value, Object read) {
    return true;
  }

  @Override
  public Set<String> jsonTypes() {
    return Set.of("string");
  }
}
