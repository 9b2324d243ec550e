package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.JsonRules;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Names of schemas, tables and columns in PostgreSQL. They are always quoted. */
final class Identifiers {
  /** PostgreSQL cuts longer names, with only a notice. */
  private static final int MAX_BYTES = 63;

  private Identifiers() {}

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** What is wrong with a name, or null. */
  static @Nullable String fault(String name) {
    if (name.isEmpty()) {
      return "is empty";
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "is longer than " + MAX_BYTES + " bytes: PostgreSQL would cut it";
    }
    return JsonRules.checkText(name);
  }
}
