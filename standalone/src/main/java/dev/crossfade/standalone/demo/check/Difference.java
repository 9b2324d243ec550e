package dev.crossfade.standalone.demo.check;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as the history says.
 *
 * @param where a table, or the interface that was asked
 * @param tenant whose record it is
 * @param record domain and id, or the row's id where no record is known
 * @param field a column, or what else was compared
 * @param expected null: nothing, or SQL's null
 * @param actual null: nothing, or SQL's null
 */
public record Difference(
    String where,
    String tenant,
    String record,
    String field,
    @Nullable String expected,
    @Nullable String actual) {
  private static final int SHOWN = 120;

  @Override
  public String toString() {
    return "%s · %s · %s · %s: expected %s, found %s"
        .formatted(where, tenant, record, field, shown(expected), shown(actual));
  }

  private static String shown(@Nullable String value) {
    if (value == null) {
      return "nothing";
    }
    String text = value.replace("\n", "\\n");
    return text.codePointCount(0, text.length()) > SHOWN
        ? text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…"
        : text;
  }
}
