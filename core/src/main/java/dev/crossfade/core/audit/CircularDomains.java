package dev.crossfade.core.audit;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ReferenceField;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which domains' records can refer to each other in a circle at all. */
final class CircularDomains {
  private final Map<String, Set<String>> reachable = new HashMap<>();

  CircularDomains(Blueprint blueprint) {
    for (Domain domain : blueprint.domains()) {
      Set<String> reached = new HashSet<>();
      Deque<String> next = new ArrayDeque<>();
      next.add(domain.name());
      while (!next.isEmpty()) {
        for (ReferenceField field : blueprint.domain(next.pop()).orElseThrow().referenceFields()) {
          if (reached.add(field.domain())) {
            next.add(field.domain());
          }
        }
      }
      reachable.put(domain.name(), reached);
    }
  }

  /** Whether a reference from the one to the other can be part of a circle. */
  boolean closes(String from, String to) {
    return reachable.getOrDefault(to, Set.of()).contains(from);
  }
}
