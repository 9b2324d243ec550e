package dev.crossfade.sync.catalog;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.ddl.SqlTypes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a column that is there takes every value that the blueprint's may have, unchanged. */
final class TypeFit {
  private static final Pattern FORM =
      Pattern.compile("([a-z ]+?)(?:\\((\\d+)(?:,(-?\\d+))?\\))?( [a-z ]+)?");
  private static final int MICROSECONDS = 6;

  /**
   * Why it does not.
   *
   * @param widens whether the blueprint's type takes all that the column holds now
   */
  record Fault(String sentence, boolean widens) {}

  private TypeFit() {}

  /** What is wrong with a type, as PostgreSQL spells it; null when it fits. */
  static @Nullable Fault fault(Column column, String existing) {
    Matcher parts = FORM.matcher(existing);
    String name = parts.matches() ? parts.group(1) + text(parts.group(4)) : existing;
    int size = number(parts, 2);
    return switch (column.type()) {
      case TEXT ->
          switch (name) {
            case "text" -> null;
            case "character varying" -> length(column, existing, size);
            default -> other(column, existing);
          };
      case NUMERIC ->
          name.equals("numeric")
              ? numeric(column, existing, size, number(parts, 3))
              : other(column, existing);
      case TIMESTAMPTZ ->
          !name.equals("timestamp with time zone")
              ? other(column, existing)
              : size >= 0 && size < MICROSECONDS
                  ? new Fault(
                      "has the type " + existing + ", which rounds times: make it timestamptz.",
                      true)
                  : null;
      case TIME -> name.equals("time without time zone") ? null : other(column, existing);
      case UUID, BOOLEAN, INTEGER, BIGINT, DATE, JSONB ->
          existing.equals(column.type().sqlName()) ? null : other(column, existing);
      case VECTOR -> existing.equals(SqlTypes.of(column)) ? null : other(column, existing);
      case ARRAY -> array(column, existing);
    };
  }

  private static @Nullable Fault array(Column column, String existing) {
    // PostgreSQL compares text[] with text[] only, so not even varchar[] will do.
    boolean fits =
        column.element() == SqlType.TEXT
            ? existing.equals("text[]")
            : existing.endsWith("[]")
                && fault(column.asElement(), existing.substring(0, existing.length() - 2)) == null;
    return fits ? null : other(column, existing);
  }

  private static @Nullable Fault length(Column column, String existing, int size) {
    if (size < 0 || (column.size() > 0 && size >= column.size())) {
      return null;
    }
    return new Fault(
        "has the type "
            + existing
            + ", and the blueprint allows "
            + (column.size() == 0 ? "any length" : column.size() + " characters")
            + ": lengthen it, or say text("
            + size
            + ") in the blueprint.",
        true);
  }

  private static @Nullable Fault numeric(Column column, String existing, int size, int scale) {
    boolean fits =
        size < 0 || (scale >= column.scale() && size - scale >= column.size() - column.scale());
    return fits
        ? null
        : new Fault(
            "has the type "
                + existing
                + ", which cannot hold or would round what "
                + SqlTypes.of(column)
                + " of the blueprint takes.",
            scale <= column.scale() && size - scale <= column.size() - column.scale());
  }

  private static Fault other(Column column, String existing) {
    return new Fault(
        "has the type "
            + existing
            + ", and the blueprint says "
            + SqlTypes.of(column)
            + ": they must be the same.",
        false);
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static int number(Matcher parts, int group) {
    String digits = parts.matches() ? parts.group(group) : null;
    return digits == null ? (group == 3 ? 0 : -1) : Integer.parseInt(digits);
  }
}
