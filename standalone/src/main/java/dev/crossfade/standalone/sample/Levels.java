package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.DomainPlan.Link;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Orders domains so that each comes behind those that it refers to. A circle is entered where a
 * record can be without the one it names.
 *
 * @param references of each domain
 */
record Levels(Map<String, Map<String, Link>> references) {
  /** In the order in which to make them; domains of one level do not refer to each other. */
  Map<String, Integer> find() {
    Map<String, Integer> levels = new LinkedHashMap<>();
    Set<String> left = new LinkedHashSet<>(references.keySet());
    while (!left.isEmpty()) {
      String next = first(left, levels, link -> true);
      if (next == null) {
        next = first(left, levels, Link::needs);
      }
      if (next == null) {
        next = left.iterator().next();
      }
      levels.put(next, level(next, levels));
      left.remove(next);
    }
    return levels;
  }

  private @Nullable String first(
      Set<String> left, Map<String, Integer> levels, Predicate<Link> counts) {
    for (String name : left) {
      boolean free =
          links(name).values().stream()
              .filter(counts)
              .allMatch(link -> link.domain().equals(name) || levels.containsKey(link.domain()));
      if (free) {
        return name;
      }
    }
    return null;
  }

  private int level(String name, Map<String, Integer> levels) {
    int level = 0;
    for (Link link : links(name).values()) {
      Integer other = levels.get(link.domain());
      if (other != null) {
        level = Math.max(level, other + 1);
      }
    }
    return level;
  }

  private Map<String, Link> links(String name) {
    return references.getOrDefault(name, Map.of());
  }
}
