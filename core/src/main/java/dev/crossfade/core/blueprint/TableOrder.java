package dev.crossfade.core.blueprint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tables reference which, and an order in which rows can be written. */
final class TableOrder {

  /** A circle of references; the first table stands at the end again. */
  record Cycle(List<String> tables) {}

  private final Map<Table, Set<Table>> parents = new LinkedHashMap<>();
  private final List<Table> done = new ArrayList<>();
  private final List<Table> open = new ArrayList<>();
  private @Nullable Cycle cycle;

  private TableOrder(Collection<Table> tables, Map<String, DomainSpec> domains) {
    tables.forEach(table -> parents.put(table, new LinkedHashSet<>()));
    List<ForeignKey> keys =
        ForeignKeys.of(tables, domains).stream()
            .filter(key -> key.references() != key.table())
            .toList();
    keys.stream().filter(key -> key.missing() == Missing.PARK).forEach(this::add);
    // What can be null or dangle for a while gives way where it would close a circle.
    keys.stream()
        .filter(key -> key.missing() != Missing.PARK && !reaches(key.references(), key.table()))
        .forEach(this::add);
    parents.keySet().forEach(this::visit);
  }

  private void add(ForeignKey key) {
    parents.computeIfAbsent(key.table(), t -> new LinkedHashSet<>()).add(key.references());
  }

  /** Whether one table refers to the other, directly or by way of others. */
  private boolean reaches(Table from, Table to) {
    Set<Table> seen = new LinkedHashSet<>();
    Deque<Table> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      Table table = next.pop();
      if (table == to) {
        return true;
      }
      if (seen.add(table)) {
        next.addAll(parents.getOrDefault(table, Set.of()));
      }
    }
    return false;
  }

  /** Parents first, otherwise as declared. There must be no cycle. */
  static List<Table> of(Collection<Table> tables, Map<String, DomainSpec> domains) {
    return List.copyOf(new TableOrder(tables, domains).done);
  }

  static @Nullable Cycle cycle(Collection<Table> tables, Map<String, DomainSpec> domains) {
    return new TableOrder(tables, domains).cycle;
  }

  private void visit(Table table) {
    if (done.contains(table)) {
      return;
    }
    int start = open.indexOf(table);
    if (start >= 0) {
      List<String> names = new ArrayList<>();
      open.subList(start, open.size()).forEach(each -> names.add(each.qualifiedName()));
      names.add(table.qualifiedName());
      cycle = cycle == null ? new Cycle(names) : cycle;
      return;
    }
    open.add(table);
    parents.getOrDefault(table, Set.of()).forEach(this::visit);
    open.removeLast();
    done.add(table);
  }
}
