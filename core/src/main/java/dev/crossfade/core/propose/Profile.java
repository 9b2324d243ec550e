package dev.crossfade.core.propose;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What was seen of one field, or of one array's elements. */
final class Profile {
  private static final int MAX_DISTINCT = 64;

  /** What JSON Schema calls a value. */
  enum Kind {
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    ARRAY,
    OBJECT
  }

  private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
  private final Set<String> distinct = new LinkedHashSet<>();
  private final Set<TextForm> forms = TextForm.all();
  private final Map<String, Profile> members = new LinkedHashMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private @Nullable Profile elements;
  private int seen;
  private int nulls;
  private int longest;
  private int scale;
  private int digits;
  private @Nullable BigDecimal least;
  private @Nullable BigDecimal most;

  void add(JsonNode value) {
    seen++;
    if (value.isNull()) {
      nulls++;
      return;
    }
    Kind kind = kind(value);
    kinds.merge(kind, 1, Integer::sum);
    switch (kind) {
      case STRING -> text(value.stringValue());
      case INTEGER, NUMBER -> number(value.decimalValue());
      case OBJECT ->
          value
              .properties()
              .forEach(
                  m -> members.computeIfAbsent(m.getKey(), k -> new Profile()).add(m.getValue()));
      case ARRAY -> {
        sizes.add(value.size());
        Profile each = elements == null ? new Profile() : elements;
        elements = each;
        value.forEach(each::add);
      }
      case BOOLEAN -> {}
    }
  }

  private static Kind kind(JsonNode value) {
    if (value.isString()) {
      return Kind.STRING;
    }
    if (value.isNumber()) {
      // 5.0 too is a whole number to JSON Schema, but its writer meant another kind.
      return value.isIntegralNumber() ? Kind.INTEGER : Kind.NUMBER;
    }
    return value.isBoolean() ? Kind.BOOLEAN : value.isArray() ? Kind.ARRAY : Kind.OBJECT;
  }

  private void text(String text) {
    if (distinct.size() < MAX_DISTINCT) {
      distinct.add(text);
    }
    longest = Math.max(longest, text.codePointCount(0, text.length()));
    forms.removeIf(form -> !form.fits(text));
  }

  private void number(BigDecimal number) {
    BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    scale = Math.max(scale, Math.max(0, plain.scale()));
    digits = Math.max(digits, plain.precision() - plain.scale());
    least = least == null ? plain : least.min(plain);
    most = most == null ? plain : most.max(plain);
  }

  int seen() {
    return seen;
  }

  boolean hasNulls() {
    return nulls > 0;
  }

  /** How many values other than null there were. */
  int values() {
    return seen - nulls;
  }

  Set<Kind> kinds() {
    return kinds.keySet();
  }

  /** Whether all values were of this kind, and there was one. */
  boolean only(Kind kind) {
    return kinds.size() == 1 && kinds.containsKey(kind);
  }

  boolean onlyNumbers() {
    return !kinds.isEmpty()
        && kinds.keySet().stream().allMatch(k -> k == Kind.INTEGER || k == Kind.NUMBER);
  }

  /** The first strings seen, each once. */
  Set<String> distinct() {
    return distinct;
  }

  /** Whether there are more than {@link #distinct()} holds. */
  boolean varies() {
    return distinct.size() >= MAX_DISTINCT;
  }

  /** Whether all strings had this form, and there was one. */
  boolean has(TextForm form) {
    return only(Kind.STRING) && forms.contains(form);
  }

  /** In code points. */
  int longest() {
    return longest;
  }

  /** The most decimal places. */
  int scale() {
    return scale;
  }

  /** The most digits before the point. */
  int digits() {
    return digits;
  }

  /** Whether all numbers lie between these. */
  boolean within(long from, long to) {
    return least != null
        && most != null
        && least.compareTo(BigDecimal.valueOf(from)) >= 0
        && most.compareTo(BigDecimal.valueOf(to)) <= 0;
  }

  Map<String, Profile> members() {
    return members;
  }

  /** What the elements of arrays are; null where there was no array. */
  @Nullable Profile elements() {
    return elements;
  }

  /** The length that all arrays had; 0 where they differ. */
  int commonSize() {
    return sizes.isEmpty() || sizes.stream().distinct().count() > 1 ? 0 : sizes.getFirst();
  }
}
