package dev.crossfade.core.ddl;

import dev.crossfade.core.json.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names for constraints and indexes, formed as PostgreSQL forms them by itself, each given once.
 * PostgreSQL cuts a longer one at 63 bytes with only a notice, so that two could become one: here a
 * cut name ends with a part of the whole one's digest.
 */
final class ObjectNames {
  private static final int MAX_BYTES = 63;
  private static final int DIGEST_DIGITS = 8;

  private final Set<String> taken = new HashSet<>();

  /** Tables share their names with indexes. */
  void take(String schema, String name) {
    taken.add(schema + "." + name);
  }

  /** The parts joined by underscores; unique within the schema. */
  String choose(String schema, List<String> parts) {
    String whole = String.join("_", parts);
    String name = bytes(whole) <= MAX_BYTES ? whole : cut(whole, whole);
    for (int i = 2; !taken.add(schema + "." + name); i++) {
      name = cut(whole, whole + " " + i);
    }
    return name;
  }

  private static String cut(String whole, String digested) {
    String digest = Digest.of(digested.getBytes(StandardCharsets.UTF_8)).hex();
    String end = "_" + digest.substring(0, DIGEST_DIGITS);
    int length = whole.length();
    while (bytes(whole.substring(0, length)) + end.length() > MAX_BYTES
        || Character.isHighSurrogate(whole.charAt(length - 1))) {
      length--;
    }
    return whole.substring(0, length) + end;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
