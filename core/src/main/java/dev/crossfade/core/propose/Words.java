package dev.crossfade.core.propose;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Names as a blueprint and SQL like them. */
final class Words {
  private static final int MAX_NAME = 48;

  private Words() {}

  /** {@code emergencyContact} gives emergency_contact: a letter, then letters, digits and _. */
  static String snake(String text) {
    String words =
        text.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String name =
        words.isEmpty() ? "unnamed" : Character.isDigit(words.charAt(0)) ? "n_" + words : words;
    return usable(
        name.length() > MAX_NAME ? name.substring(0, MAX_NAME).replaceAll("_+$", "") : name);
  }

  /** A blueprint's names are members of JSON objects, and JavaScript keeps these for itself. */
  private static String usable(String name) {
    return name.equals("constructor") || name.equals("prototype") ? "a_" + name : name;
  }

  /** Without the plural's end. */
  static String singular(String word) {
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.endsWith("sses") || word.endsWith("xes") || word.endsWith("ches")) {
      return word.substring(0, word.length() - 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us")
        ? usable(word.substring(0, word.length() - 1))
        : word;
  }

  /** What two names that mean the same have in common. */
  static String sound(String name) {
    return singular(snake(name)).replace("_", "");
  }

  /** The name, or the name with a number, that is not taken. */
  static String free(String name, Set<String> taken) {
    return free(name, taken::contains);
  }

  static String free(String name, Predicate<String> taken) {
    String free = name;
    for (int i = 2; taken.test(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}
