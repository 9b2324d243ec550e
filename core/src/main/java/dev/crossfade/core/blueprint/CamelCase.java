package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names in snake_case as camelCase. An underscore between a letter or digit and a lower-case letter
 * or digit goes, and the letter behind it becomes a capital: {@code added_at} is {@code addedAt},
 * {@code line_2} is {@code line2}. Any other underscore stays, so a name keeps its leading, doubled
 * and trailing ones ({@code _id}, {@code a__b}, {@code a_}), and {@code ADDED_AT} stays as it is.
 * Only the letters of ASCII count. Applied twice it gives what it gives once.
 */
final class CamelCase {
  private CamelCase() {}

  static String of(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    StringBuilder made = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean joins =
          c == '_'
              && i > 0
              && i + 1 < name.length()
              && isWord(name.charAt(i - 1))
              && isLower(name.charAt(i + 1));
      if (joins) {
        char next = name.charAt(++i);
        made.append(next >= 'a' ? (char) (next - 'a' + 'A') : next);
      } else {
        made.append(c);
      }
    }
    return made.toString();
  }

  private static boolean isLower(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isWord(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }

  /**
   * Renames the members of all objects, at every depth. A name stays where its new one is taken, or
   * wanted by another member too: nothing is lost, whatever the order of the members.
   */
  static void apply(JsonNode node) {
    for (JsonNode inner : node) {
      apply(inner);
    }
    if (node instanceof ObjectNode object) {
      renameMembers(object);
    }
  }

  private static void renameMembers(ObjectNode object) {
    Map<String, Integer> wanted = new HashMap<>();
    for (String name : object.propertyNames()) {
      wanted.merge(of(name), 1, Integer::sum);
    }
    if (object.propertyNames().stream().allMatch(name -> of(name).equals(name))) {
      return;
    }
    List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.size());
    object.properties().forEach(m -> members.add(Map.entry(m.getKey(), m.getValue())));
    object.removeAll();
    for (var member : members) {
      String name = of(member.getKey());
      // A member that has the name already wants it, too.
      boolean free = wanted.getOrDefault(name, 0) == 1;
      object.set(free ? name : member.getKey(), member.getValue());
    }
  }
}
