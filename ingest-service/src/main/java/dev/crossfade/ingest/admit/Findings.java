package dev.crossfade.ingest.admit;

import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.kit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one event, gathered so that a client learns all of it at once. */
final class Findings {
  private static final int MAX = 20;
  private static final String KEPT = "/-._~!$&'()*+,;=:@?";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final List<Problem.Error> errors = new ArrayList<>(0);

  /** One finding. */
  static Findings of(String pointer, String detail) {
    Findings one = new Findings();
    one.add(pointer, detail);
    return one;
  }

  /** All of these, up to the most that are told. */
  static Findings of(List<Violation> violations) {
    Findings all = new Findings();
    violations.forEach(found -> all.add(found.pointer(), found.detail()));
    return all;
  }

  /** Adds one, where an RFC 6901 pointer into the event's JSON form says. */
  void add(String pointer, String detail) {
    if (errors.size() < MAX) {
      errors.add(new Problem.Error(detail, fragment(pointer)));
    }
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  List<Problem.Error> errors() {
    return errors;
  }

  /** The URI fragment of a pointer: RFC 6901, section 6. */
  static String fragment(String pointer) {
    StringBuilder text = new StringBuilder(pointer.length() + 1).append('#');
    for (byte b : pointer.getBytes(StandardCharsets.UTF_8)) {
      if (isKept(b)) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return text.toString();
  }

  private static boolean isKept(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && KEPT.indexOf(b) >= 0);
  }
}
