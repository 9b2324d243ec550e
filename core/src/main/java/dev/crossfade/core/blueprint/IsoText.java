package dev.crossfade.core.blueprint;

import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Fixed-width dates and numbers in text, read without a formatter: it runs once a value. */
final class IsoText {
  static final int MIN_YEAR = 1900;
  static final int MAX_YEAR = 2200;

  private IsoText() {}

  /** The number that {@code count} ASCII digits spell, or -1. */
  static int number(String text, int from, int count) {
    if (from + count > text.length()) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  static boolean charAt(String text, int index, char expected) {
    return index < text.length() && text.charAt(index) == expected;
  }

  /** The date in the first ten characters, {@code YYYY-MM-DD}, or null. */
  static @Nullable LocalDate date(String text) {
    int year = number(text, 0, 4);
    int month = number(text, 5, 2);
    int day = number(text, 8, 2);
    boolean shaped = charAt(text, 4, '-') && charAt(text, 7, '-');
    if (!shaped || year < 0 || month < 1 || month > 12 || day < 1) {
      return null;
    }
    return day > YearMonth.of(year, month).lengthOfMonth() ? null : LocalDate.of(year, month, day);
  }

  static boolean inRange(int year) {
    return year >= MIN_YEAR && year <= MAX_YEAR;
  }

  static void append(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }
}
