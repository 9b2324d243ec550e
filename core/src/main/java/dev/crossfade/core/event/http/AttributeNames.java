package dev.crossfade.core.event.http;

/** How a CloudEvents attribute may be called: CloudEvents 1.0.2, "Attribute Naming Conventions". */
final class AttributeNames {
  private static final int MAX = 20;

  private AttributeNames() {}

  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX) {
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
}
