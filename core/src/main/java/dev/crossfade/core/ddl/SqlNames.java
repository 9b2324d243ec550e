package dev.crossfade.core.ddl;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names as SQL writes them: plain where PostgreSQL reads them as they are, else quoted. A test
 * holds the list of words against {@code pg_get_keywords()}.
 */
public final class SqlNames {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What cannot name a column or table without quotes, in PostgreSQL 18. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
               + " check collate collation column concurrently constraint create cross"
               + " current_catalog current_date current_role current_schema current_time"
               + " current_timestamp current_user default deferrable desc distinct do else end"
               + " except false fetch for foreign freeze from full grant group having ilike in"
               + " initially inner intersect into is isnull join lateral leading left like limit"
               + " localtime localtimestamp natural not notnull null offset on only or order outer"
               + " overlaps placing primary references returning right select session_user similar"
               + " some symmetric system_user table tablesample then to trailing true union unique"
               + " user using variadic verbose when where window with")
              .split(" "));

  private SqlNames() {}

  /** The name, in quotes where it needs them. */
  public static String of(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name)
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code schema.table}. */
  public static String of(String schema, String name) {
    return of(schema) + "." + of(name);
  }
}
