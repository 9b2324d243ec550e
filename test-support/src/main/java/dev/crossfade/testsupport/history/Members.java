package dev.crossfade.testsupport.history;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The members of an object in canonical text, each value canonical text again. */
final class Members {
  /** No names. */
  static final Set<String> EMPTY = Set.of();

  private Members() {}

  /** Sorted as canonical text has them. */
  static SortedMap<String, String> of(String canonical) {
    TreeMap<String, String> members = new TreeMap<>();
    int at = 1;
    while (canonical.charAt(at) != '}') {
      int nameEnd = string(canonical, at);
      int end = value(canonical, nameEnd + 1);
      members.put(
          unescape(canonical.substring(at + 1, nameEnd - 1)),
          canonical.substring(nameEnd + 1, end));
      at = canonical.charAt(end) == ',' ? end + 1 : end;
    }
    return members;
  }

  /** The inverse of {@link #of}. */
  static String join(Map<String, String> sorted) {
    StringBuilder out = new StringBuilder(64).append('{');
    sorted.forEach(
        (name, value) -> {
          if (out.length() > 1) {
            out.append(',');
          }
          Canonical.string(name, out);
          out.append(':').append(value);
        });
    return out.append('}').toString();
  }

  /** Where the string that begins here ends, its quote included. */
  private static int string(String text, int at) {
    int i = at + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** Where the value that begins here ends. */
  private static int value(String text, int at) {
    int depth = 0;
    int i = at;
    while (true) {
      char c = text.charAt(i);
      if (c == '"') {
        i = string(text, i);
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
        return i;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      i++;
    }
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        i++;
        continue;
      }
      i++;
      switch (text.charAt(i)) {
        case 'b' -> out.append('\b');
        case 't' -> out.append('\t');
        case 'n' -> out.append('\n');
        case 'f' -> out.append('\f');
        case 'r' -> out.append('\r');
        case 'u' -> {
          out.append((char) Integer.parseInt(text, i + 1, i + 5, 16));
          i += 4;
        }
        default -> out.append(text.charAt(i));
      }
      i++;
    }
    return out.toString();
  }
}
