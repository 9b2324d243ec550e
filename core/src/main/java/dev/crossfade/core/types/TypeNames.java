package dev.crossfade.core.types;

import dev.crossfade.core.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of types, each given once, and names of members. */
final class TypeNames {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Pattern WORD_BOUNDARY = Pattern.compile("[^A-Za-z0-9]+");
  private static final List<String> SINGULAR_ENDS = List.of("ss", "us", "is");
  private static final List<String> LONG_PLURALS = List.of("sses", "xes", "ches", "shes");

  /** What TypeScript, or the file itself, calls so already. */
  private final Set<String> taken =
      new HashSet<>(
          Set.of(
              "Records",
              "DomainName",
              "Record",
              "Array",
              "Object",
              "String",
              "Number",
              "Date",
              "Boolean",
              "Map",
              "Set",
              "Symbol",
              "Function",
              "Error"));

  /** The type of one record of a collection: {@code private_lessons} gives PrivateLesson. */
  String ofDomain(String domain) {
    String singular = pascal(singular(domain));
    String plural = pascal(domain);
    return unique(taken.contains(singular) ? plural : singular);
  }

  /** The type of a definition within a schema. */
  String ofDefinition(String owner, String definition) {
    return unique(owner + pascal(definition));
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private static String pascal(String text) {
    StringBuilder name = new StringBuilder();
    for (String word : WORD_BOUNDARY.split(text, -1)) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "T" + name : name.toString();
  }

  private static String singular(String word) {
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (LONG_PLURALS.stream().anyMatch(word::endsWith)) {
      return word.substring(0, word.length() - 2);
    }
    return word.endsWith("s") && SINGULAR_ENDS.stream().noneMatch(word::endsWith)
        ? word.substring(0, word.length() - 1)
        : word;
  }

  /** A member's name, quoted where it is no identifier. */
  static String member(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : Json.MAPPER.writeValueAsString(name);
  }
}
