package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order the domains' records are sent: referenced ones first, so that few have to wait.
 * Where domains refer to each other in a circle, a reference that need not be there gives way.
 */
final class DomainOrder {
  private final Map<String, Set<String>> parents = new LinkedHashMap<>();
  private final List<String> done = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private DomainOrder() {}

  /** The names, parents first, otherwise in the order of the tables. */
  static List<String> of(Collection<DomainSpec> domains, List<Table> tables) {
    DomainOrder order = new DomainOrder();
    Map<String, Integer> ranks = new HashMap<>();
    for (DomainSpec domain : domains) {
      RowSpec row = domain.recordRow();
      ranks.put(domain.name(), row == null ? tables.size() : tables.indexOf(row.table()));
    }
    domains.stream()
        .map(DomainSpec::name)
        .sorted(Comparator.comparing(name -> ranks.getOrDefault(name, tables.size())))
        .forEach(name -> order.parents.put(name, new LinkedHashSet<>()));
    domains.forEach(domain -> order.add(domain, true));
    domains.forEach(domain -> order.add(domain, false));
    order.parents.keySet().forEach(order::visit);
    return List.copyOf(order.done);
  }

  private void add(DomainSpec domain, boolean parks) {
    for (RowSpec row : domain.rows()) {
      for (ColumnSpec column : row.columns().values()) {
        if (column instanceof ColumnSpec.Link link
            && (link.missing() == Missing.PARK) == parks
            && !reaches(link.domain(), domain.name(), new HashSet<>())) {
          parents.computeIfAbsent(domain.name(), n -> new LinkedHashSet<>()).add(link.domain());
        }
      }
    }
  }

  /** Whether one refers to the other, directly or by way of others, or is the same. */
  private boolean reaches(String from, String to, Set<String> passed) {
    return from.equals(to)
        || (passed.add(from)
            && parents.getOrDefault(from, Set.of()).stream()
                .anyMatch(next -> reaches(next, to, passed)));
  }

  private void visit(String domain) {
    if (seen.add(domain)) {
      parents.getOrDefault(domain, Set.of()).forEach(this::visit);
      done.add(domain);
    }
  }
}
