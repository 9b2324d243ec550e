package dev.crossfade.core.propose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table that is there already and may be mapped.
 *
 * @param key the columns of its primary key
 * @param columns names and types, as PostgreSQL spells them, in the table's order
 */
public record KnownTable(
    String schema, String name, List<String> key, Map<String, String> columns) {
  private static final Pattern LENGTH = Pattern.compile("character varying(?:\\((\\d+)\\))?");
  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");
  private static final Map<String, String> SAME =
      Map.of(
          "text", "text",
          "uuid", "uuid",
          "boolean", "boolean",
          "integer", "integer",
          "bigint", "bigint",
          "date", "date",
          "jsonb", "jsonb",
          "time without time zone", "time",
          "timestamp with time zone", "timestamptz");

  /** Whether its key can be that of a mapped table: a uuid, with a tenant of text before it. */
  boolean isMappable() {
    return switch (key.size()) {
      case 1 -> isUuid(key.getFirst());
      case 2 -> isUuid(key.getLast()) && "text".equals(kind(columns.get(key.getFirst())));
      default -> false;
    };
  }

  private boolean isUuid(String column) {
    return "uuid".equals(columns.get(column));
  }

  /**
   * The column that a field of this name and type may go to, and its type as a blueprint says it.
   */
  Optional<Map.Entry<String, String>> columnFor(String wanted, String type, int longest) {
    return columns.entrySet().stream()
        .filter(column -> !key.contains(column.getKey()))
        .filter(column -> Words.sound(column.getKey()).equals(Words.sound(wanted)))
        .map(column -> Map.entry(column.getKey(), agreed(column.getValue(), type, longest)))
        .filter(column -> !column.getValue().isEmpty())
        .findFirst();
  }

  /** The blueprint's spelling of an existing type that takes what the guessed one was made for. */
  private static String agreed(String existing, String guessed, int longest) {
    if (guessed.endsWith("[]") && existing.endsWith("[]")) {
      String each = agreed(element(existing), element(guessed), longest);
      return each.isEmpty() ? "" : each + "[]";
    }
    if (guessed.startsWith("vector(")) {
      return existing.equals("double precision[]") ? guessed : "";
    }
    String known = blueprintType(existing);
    if (known == null) {
      return "";
    }
    String family = guessed.replaceAll("\\(.*", "");
    boolean fits =
        switch (family) {
          case "text" ->
              known.equals("text") || (known.startsWith("text(") && length(known) >= longest);
          case "integer" -> known.equals("integer") || known.equals("bigint");
          case "numeric" -> known.startsWith("numeric");
          default -> known.equals(guessed);
        };
    return fits ? known : "";
  }

  private static String element(String array) {
    return array.substring(0, array.length() - "[]".length());
  }

  private static int length(String text) {
    return Integer.parseInt(text.substring("text(".length(), text.length() - 1));
  }

  private static String kind(@Nullable String type) {
    return type != null && LENGTH.matcher(type).matches() ? "text" : String.valueOf(type);
  }

  private static @Nullable String blueprintType(String existing) {
    Matcher length = LENGTH.matcher(existing);
    if (length.matches()) {
      return length.group(1) == null ? "text" : "text(" + length.group(1) + ")";
    }
    return NUMERIC.matcher(existing).matches() ? existing : SAME.get(existing);
  }
}
