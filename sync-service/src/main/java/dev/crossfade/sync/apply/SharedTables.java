package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tables in which rows that bear a record's own id stand beside rows that other domains derive
 * ids for. There a record whose id is crafted could meet a derived row of another one. Where all
 * ids are derived none can, so tables without a tenant column are left out.
 */
final class SharedTables {
  private final Map<Table, String> owners = new HashMap<>();
  private final Set<String> domains = new HashSet<>();

  SharedTables(Blueprint blueprint) {
    Set<Table> derivedInto = new HashSet<>();
    for (Domain domain : blueprint.domains()) {
      for (Table table : domain.mapping().tables()) {
        if (table.tenantColumn() == null) {
          continue;
        }
        if (table == domain.mapping().recordTable()) {
          owners.put(table, domain.name());
        } else {
          derivedInto.add(table);
        }
      }
    }
    owners.keySet().retainAll(derivedInto);
    for (Domain domain : blueprint.domains()) {
      if (domain.mapping().tables().stream().anyMatch(owners::containsKey)) {
        domains.add(domain.name());
      }
    }
  }

  /** Whether the domain's records have rows in such a table. */
  boolean concern(String domain) {
    return domains.contains(domain);
  }

  boolean contains(Table table) {
    return owners.containsKey(table);
  }

  /** The domain whose records' own ids the table's rows bear; the domain given where none is. */
  String ownerOf(Table table, String otherwise) {
    return owners.getOrDefault(table, otherwise);
  }
}
