package dev.crossfade.core.event.http;

import dev.crossfade.core.json.JsonRules;
import org.jspecify.annotations.Nullable;

/**
 * How a CloudEvents attribute may be called and what it may hold: CloudEvents 1.0.2, "Attribute
 * Naming Conventions" and "Type System".
 */
final class AttributeRules {
  private static final int MAX_NAME = 20;

  private AttributeRules() {}

  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  /** What keeps a text from being a CloudEvents string; null when nothing does. */
  static @Nullable String checkText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return "holds a control character";
      }
    }
    return JsonRules.checkText(text);
  }
}
