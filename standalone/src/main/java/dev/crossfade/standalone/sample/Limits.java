package dev.crossfade.standalone.sample;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the columns that hold a field take of it, beyond its schema. Changed while it is read. */
final class Limits {
  static final Limits NONE = new Limits();

  private static final Pattern TYPE =
      Pattern.compile("([a-z]+)(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?(\\[])?");

  private int maxLength = Integer.MAX_VALUE;
  private int cutAt = Integer.MAX_VALUE;
  private int digits = Integer.MAX_VALUE;
  private int places = -1;
  private int elements = -1;
  private String type = "";
  private String epoch = "";
  private List<String> keys = List.of();
  private String template = "";
  private boolean onlyKeys;
  private boolean noNulls;

  /** A column of this type holds the field, in this form. */
  void add(String columnType, JsonNode form) {
    if (form.has("map")) {
      keys = form.path("map").propertyNames().stream().toList();
      onlyKeys |= !form.has("else");
      return;
    }
    if (form.has("format")) {
      epoch = form.path("format").asString();
      return;
    }
    // An array's elements have limits of their own.
    Matcher matcher = TYPE.matcher(columnType.strip());
    if (!matcher.matches() || matcher.group(4) != null) {
      return;
    }
    int n = matcher.group(2) == null ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(2));
    switch (matcher.group(1)) {
      case "text" -> text(n, form.path("truncate").asBoolean(false));
      case "numeric" -> {
        int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        places = places < 0 ? scale : Math.min(places, scale);
        digits = Math.min(digits, n - scale);
      }
      case "vector" -> elements = n;
      case "jsonb" -> {}
      default -> type = matcher.group(1);
    }
  }

  private void text(int n, boolean cut) {
    if (cut) {
      cutAt = Math.min(cutAt, n);
    } else {
      maxLength = Math.min(maxLength, n);
    }
  }

  /** The field is cut into columns by this form, each of which takes so many characters. */
  void split(String form, int length) {
    template = form;
    text(length, false);
  }

  /** The field is an element of an array column. */
  void withoutNulls() {
    noNulls = true;
  }

  int maxLength() {
    return maxLength;
  }

  /** Beyond it a text is cut on purpose. */
  int cutAt() {
    return cutAt;
  }

  /** Digits before the point. */
  int digits() {
    return digits;
  }

  /** Digits behind the point; -1 where nothing is said. */
  int places() {
    return places;
  }

  /** How many numbers a vector has; -1 where it is none. */
  int elements() {
    return elements;
  }

  /** Of a column that is no text, number or JSON; empty where nothing is said. */
  String type() {
    return type;
  }

  /** {@code epoch-millis} or {@code epoch-seconds}; empty where it is no such time. */
  String epoch() {
    return epoch;
  }

  /** The values that are translated. */
  List<String> keys() {
    return keys;
  }

  /** Whether no others are taken. */
  boolean onlyKeys() {
    return onlyKeys;
  }

  /** The form by which a text is split; empty where it is not. */
  String template() {
    return template;
  }

  boolean noNulls() {
    return noNulls;
  }
}
