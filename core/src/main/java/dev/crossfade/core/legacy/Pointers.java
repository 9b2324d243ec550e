package dev.crossfade.core.legacy;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901) as texts. */
final class Pointers {
  private Pointers() {}

  /** The pointer of a member below another pointer. */
  static String child(String pointer, String name) {
    return pointer + "/" + printable(name).replace("~", "~0").replace("/", "~1");
  }

  /** The pointer of an element below another pointer. */
  static String child(String pointer, int index) {
    return pointer + "/" + index;
  }

  /** What of a pointer lies below a prefix; empty where it lies elsewhere. */
  static String below(String prefix, String pointer) {
    return pointer.startsWith(prefix + "/") ? pointer.substring(prefix.length()) : "";
  }

  /**
   * The names on the way.
   *
   * @throws IllegalArgumentException it is no pointer
   */
  static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    if (pointer.isEmpty()) {
      return steps;
    }
    if (pointer.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON pointer begins with /");
    }
    for (String step : pointer.substring(1).split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return steps;
  }

  /** A pointer is shown to people and goes into answers: what cannot stand there is replaced. */
  private static String printable(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
