package dev.crossfade.core.propose;

import dev.crossfade.core.json.JsonRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses the fields that get columns: objects are flattened as far as that stays readable. */
final class Leaves {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> REFUSED = Set.of("__proto__", "constructor", "prototype");
  private static final int MAX_DEPTH = 3;
  private static final int MAX_MEMBERS = 16;

  /** Fewer records than this say nothing about what is always there. */
  static final int ENOUGH = 3;

  private final List<Leaf> leaves = new ArrayList<>();
  private final List<String> unusable = new ArrayList<>();

  /**
   * @param root of the records
   * @param idField the member that is the id and no field; null where there is none
   */
  Leaves(Profile root, @Nullable String idField) {
    walk(root, List.of(), idField, root.values() >= ENOUGH);
  }

  List<Leaf> all() {
    return leaves;
  }

  /** Names that no field can have. */
  List<String> unusable() {
    return unusable;
  }

  static boolean isUsable(String name) {
    return !name.isEmpty() && !REFUSED.contains(name) && JsonRules.checkText(name) == null;
  }

  private void walk(Profile object, List<String> way, @Nullable String idField, boolean always) {
    for (Map.Entry<String, Profile> member : object.members().entrySet()) {
      List<String> steps = new ArrayList<>(way);
      steps.add(member.getKey());
      Profile profile = member.getValue();
      boolean there = always && profile.seen() == object.values();
      if (!isUsable(member.getKey())) {
        unusable.add(String.join(".", steps));
      } else if (isFlattened(profile, steps.size())) {
        walk(profile, steps, null, there && !profile.hasNulls());
      } else if (!way.isEmpty() || !member.getKey().equals(idField)) {
        leaves.add(new Leaf(List.copyOf(steps), profile, there));
      }
    }
  }

  /** An object with few members that are mostly there; not one that is a map. */
  private static boolean isFlattened(Profile profile, int depth) {
    Map<String, Profile> members = profile.members();
    if (depth >= MAX_DEPTH
        || !profile.only(Profile.Kind.OBJECT)
        || members.isEmpty()
        || members.size() > MAX_MEMBERS
        || !members.keySet().stream()
            .allMatch(name -> IDENTIFIER.matcher(name).matches() && isUsable(name))) {
      return false;
    }
    int there = members.values().stream().mapToInt(Profile::seen).sum();
    return 2 * there >= members.size() * profile.values();
  }
}
