package dev.crossfade.core.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a JSON value must keep to before it may enter the log, since it could not be stored,
 * compared or read back otherwise: no U+0000 and no unpaired surrogate in a string or a name
 * (PostgreSQL refuses both), no name that a JavaScript object would take as its prototype, and
 * numbers of at most {@value #MAX_DIGITS} digits with exponents within ±{@value #MAX_EXPONENT}.
 * Checked after parsing: an escape hides all of these from a look at the raw bytes.
 */
public final class JsonRules {
  /** The most significant digits of a number. JavaScript writes at most 17. */
  public static final int MAX_DIGITS = 100;

  /** The largest exponent of a number, either sign. JavaScript's are within -324 and 308. */
  public static final int MAX_EXPONENT = 400;

  private static final int MAX_VIOLATIONS = 20;
  private static final Set<String> PROTOTYPE_NAMES =
      Set.of("__proto__", "constructor", "prototype");

  private JsonRules() {}

  /** A broken rule, and where: an RFC 6901 pointer below the value that was checked. */
  public record Violation(String pointer, String detail) {}

  /** All violations up to the first {@value #MAX_VIOLATIONS}; empty when the value is sound. */
  public static List<Violation> check(JsonNode value) {
    if (isSound(value)) {
      return List.of();
    }
    List<Violation> found = new ArrayList<>(0);
    check(value, null, found);
    return found;
  }

  /** What is wrong with a text, or null. */
  public static @Nullable String checkText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "holds the character U+0000";
      }
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return "holds an unpaired surrogate";
        }
        i++;
      }
    }
    return null;
  }

  /** The same question without a word of why: nearly all values are sound. */
  private static boolean isSound(JsonNode value) {
    if (value.isObject()) {
      for (var member : value.properties()) {
        String name = member.getKey();
        if (checkText(name) != null || isReserved(name) || !isSound(member.getValue())) {
          return false;
        }
      }
      return true;
    }
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (!isSound(element)) {
          return false;
        }
      }
      return true;
    }
    if (value.isString()) {
      return checkText(value.stringValue()) == null;
    }
    return value.isNumber() ? checkNumber(value) == null : value.isBoolean() || value.isNull();
  }

  private static boolean isReserved(String name) {
    return switch (name.length()) {
      case 9, 11 -> PROTOTYPE_NAMES.contains(name);
      default -> false;
    };
  }

  private static void check(JsonNode value, @Nullable Path path, List<Violation> found) {
    if (found.size() >= MAX_VIOLATIONS) {
      return;
    }
    switch (value.getNodeType()) {
      case OBJECT -> {
        for (var member : value.properties()) {
          Path here = new Path(path, member.getKey());
          checkName(member.getKey(), here, found);
          check(member.getValue(), here, found);
        }
      }
      case ARRAY -> {
        int index = 0;
        for (JsonNode element : value) {
          check(element, new Path(path, index++), found);
        }
      }
      case STRING -> add(checkText(value.stringValue()), path, found);
      case NUMBER -> add(checkNumber(value), path, found);
      case BOOLEAN, NULL -> {}
      case MISSING, BINARY, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
    }
  }

  private static void checkName(String name, Path here, List<Violation> found) {
    String fault = checkText(name);
    if (fault != null) {
      add("its name " + fault, here, found);
    } else if (isReserved(name)) {
      add("the name is reserved in JavaScript objects", here, found);
    }
  }

  private static @Nullable String checkNumber(JsonNode value) {
    if (value.isInt() || value.isLong()) {
      return null;
    }
    BigDecimal number = value.decimalValue();
    if (number.precision() > MAX_DIGITS) {
      return "has more than " + MAX_DIGITS + " digits";
    }
    long exponent = (long) number.precision() - number.scale() - 1;
    // A zero's exponent is no size, but its scale would still be written out.
    return Math.abs(exponent) > MAX_EXPONENT ? "has an exponent beyond ±" + MAX_EXPONENT : null;
  }

  private static void add(@Nullable String fault, @Nullable Path path, List<Violation> found) {
    if (fault != null && found.size() < MAX_VIOLATIONS) {
      found.add(new Violation(path == null ? "" : path.pointer(), fault));
    }
  }

  /** The way to a value, turned into a pointer only when there is something to say. */
  private record Path(@Nullable Path parent, Object step) {
    String pointer() {
      StringBuilder text = new StringBuilder();
      append(text);
      return text.toString();
    }

    private void append(StringBuilder text) {
      if (parent != null) {
        parent.append(text);
      }
      text.append('/');
      if (step instanceof String name) {
        text.append(printable(name).replace("~", "~0").replace("/", "~1"));
      } else {
        text.append(step);
      }
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
}
