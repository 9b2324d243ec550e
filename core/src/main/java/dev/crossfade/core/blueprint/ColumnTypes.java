package dev.crossfade.core.blueprint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a column's type as a blueprint writes it: {@code text(200)}, {@code numeric(12,2)}. */
final class ColumnTypes {
  private static final Pattern FORM =
      Pattern.compile("([a-z]+)(?:\\((\\d{1,8})(?:, ?(\\d{1,8}))?\\))?(\\[\\])?");
  private static final int MAX_PRECISION = 1_000;
  private static final int MAX_NUMBERS = 16_000;
  private static final List<String> NAMES =
      Arrays.stream(SqlType.values())
          .filter(type -> type != SqlType.ARRAY)
          .map(SqlType::sqlName)
          .toList();

  private ColumnTypes() {}

  /** What a type's text means: a column without a problem, or a problem. */
  sealed interface Reading {
    record Ok(Column column) implements Reading {}

    record Wrong(String sentence) implements Reading {}
  }

  static Reading read(String column, String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return new Reading.Wrong(unknown(text));
    }
    String name = parts.group(1);
    if (!NAMES.contains(name)) {
      return new Reading.Wrong(unknown(name));
    }
    SqlType type = SqlType.valueOf(name.toUpperCase(Locale.ROOT));
    int size = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    int scale = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    boolean sized = parts.group(2) != null;
    boolean scaled = parts.group(3) != null;
    Reading one = read(new Column(column, type, size, scale), sized, scaled);
    return parts.group(4) != null && one instanceof Reading.Ok(Column element)
        ? array(element)
        : one;
  }

  private static Reading array(Column element) {
    return switch (element.type()) {
      case JSONB, VECTOR, ARRAY ->
          new Reading.Wrong(
              "there are no arrays of " + element.type().sqlName() + ": use jsonb for the whole.");
      case TEXT, UUID, BOOLEAN, INTEGER, BIGINT, NUMERIC, DATE, TIME, TIMESTAMPTZ ->
          new Reading.Ok(
              new Column(
                  element.name(), SqlType.ARRAY, element.size(), element.scale(), element.type()));
    };
  }

  private static Reading read(Column column, boolean sized, boolean scaled) {
    SqlType type = column.type();
    int size = column.size();
    return switch (type) {
      case NUMERIC ->
          scaled && size >= 1 && size <= MAX_PRECISION && column.scale() <= size
              ? new Reading.Ok(column)
              : new Reading.Wrong(
                  "numeric needs its digits and decimal places, like numeric(12,2).");
      case TEXT ->
          !scaled && (!sized || size > 0)
              ? new Reading.Ok(column)
              : new Reading.Wrong("text takes one length of at least 1, like text(200), or none.");
      case VECTOR ->
          sized && !scaled && size >= 1 && size <= MAX_NUMBERS
              ? new Reading.Ok(column)
              : new Reading.Wrong(
                  "vector needs how many numbers it has, at most "
                      + MAX_NUMBERS
                      + ", like vector(1536).");
      case UUID, BOOLEAN, INTEGER, BIGINT, DATE, TIME, TIMESTAMPTZ, JSONB, ARRAY -> {
        String name = type.sqlName();
        yield sized
            ? new Reading.Wrong(name + " takes no length: write only " + name + ".")
            : new Reading.Ok(column);
      }
    };
  }

  private static String unknown(String text) {
    return "the type \"" + text + "\" is not known" + DidYouMean.hint(text, NAMES);
  }
}
