package dev.crossfade.core.types;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A type's text.
 *
 * @param compound whether it is several types joined, and needs brackets beside something stronger
 * @param object whether it is one object's members in braces
 */
record Type(String text, boolean compound, boolean object) {
  static final Type UNKNOWN = of("unknown");
  static final Type NEVER = of("never");

  static Type of(String text) {
    return new Type(text, false, false);
  }

  static Type object(String text) {
    return new Type(text, false, true);
  }

  static Type union(List<Type> types) {
    Set<Type> distinct = new LinkedHashSet<>(types);
    distinct.remove(NEVER);
    return distinct.contains(UNKNOWN) ? UNKNOWN : joined(" | ", new ArrayList<>(distinct), NEVER);
  }

  static Type intersection(List<Type> types) {
    Set<Type> distinct = new LinkedHashSet<>(types);
    distinct.remove(UNKNOWN);
    return joined(" & ", new ArrayList<>(distinct), UNKNOWN);
  }

  private static Type joined(String by, List<Type> types, Type none) {
    return switch (types.size()) {
      case 0 -> none;
      case 1 -> types.getFirst();
      default -> new Type(String.join(by, types.stream().map(Type::grouped).toList()), true, false);
    };
  }

  String grouped() {
    return compound ? "(" + text + ")" : text;
  }
}
