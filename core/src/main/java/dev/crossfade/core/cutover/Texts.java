package dev.crossfade.core.cutover;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Members that are texts. */
final class Texts {
  private Texts() {}

  /** The text; null where there is none, or an empty one. */
  static @Nullable String of(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null || !value.isString()) {
      return null;
    }
    String text = value.stringValue();
    return text.isEmpty() ? null : text;
  }

  /** Whether the member is there and says more than null. */
  static boolean has(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value != null && !value.isNull();
  }
}
