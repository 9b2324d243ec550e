package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Collection;
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
    for (DomainSpec domain : domains.values()) {
      for (RowSpec row : domain.rows()) {
        for (ColumnSpec spec : row.columns().values()) {
          Table parent = parent(domain, spec, domains);
          if (parent != null && parent != row.table()) {
            parents.computeIfAbsent(row.table(), t -> new LinkedHashSet<>()).add(parent);
          }
        }
      }
    }
    parents.keySet().forEach(this::visit);
  }

  /** Parents first, otherwise as declared. There must be no cycle. */
  static List<Table> of(Collection<Table> tables, Map<String, DomainSpec> domains) {
    return List.copyOf(new TableOrder(tables, domains).done);
  }

  static @Nullable Cycle cycle(Collection<Table> tables, Map<String, DomainSpec> domains) {
    return new TableOrder(tables, domains).cycle;
  }

  private static @Nullable Table parent(
      DomainSpec domain, ColumnSpec spec, Map<String, DomainSpec> domains) {
    return switch (spec) {
      case ColumnSpec.Link(FieldPath path, String name, boolean back) -> {
        DomainSpec target = domains.get(name);
        RowSpec row = target == null ? null : target.recordRow();
        yield row == null ? null : row.table();
      }
      case ColumnSpec.RowId(String name) -> {
        for (RowSpec row : domain.rows()) {
          if (row.name().equals(name)) {
            yield row.table();
          }
        }
        yield null;
      }
      case ColumnSpec.RecordId id -> {
        RowSpec row = domain.recordRow();
        yield row == null ? null : row.table();
      }
      case ColumnSpec.FromField field -> null;
      case ColumnSpec.Constant constant -> null;
    };
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
