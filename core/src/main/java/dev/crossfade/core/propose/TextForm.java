package dev.crossfade.core.propose;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Forms that a text can have, such that a column of another type takes it. */
enum TextForm {
  DATE("\\d{4}-\\d{2}-\\d{2}"),
  DATE_TIME("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]\\d{2}:\\d{2})"),
  TIME("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?"),
  UUID("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
  EMAIL("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"),
  /** What a program, not a person, chose. */
  WORD("[A-Za-z][A-Za-z0-9_-]{0,29}"),
  /** Long and random enough that no two devices make the same. */
  RANDOM("(?=.*\\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,128}");

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2200;

  private final Pattern pattern;

  TextForm(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  static Set<TextForm> all() {
    return EnumSet.allOf(TextForm.class);
  }

  boolean fits(String text) {
    if (!pattern.matcher(text).matches()) {
      return false;
    }
    try {
      return switch (this) {
        case DATE -> inRange(LocalDate.parse(text));
        // A day's distance to the edges: offsets move a time across them.
        case DATE_TIME -> inRange(OffsetDateTime.parse(text).toLocalDate());
        case TIME, UUID, EMAIL, WORD, RANDOM -> true;
      };
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean inRange(LocalDate date) {
    return date.isAfter(LocalDate.of(FIRST_YEAR, 1, 1))
        && date.isBefore(LocalDate.of(LAST_YEAR, 12, 31));
  }
}
