package dev.crossfade.reconcile.rows;

import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.rows.NotedRows.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records that rows were of before these were deleted: the ids of rows follow from the
 * record's, so those of all tombstones that come into question are made and looked up.
 */
final class RowOwner {
  private static final int FETCH = 1_000;

  private final DSLContext tx;
  private final short migration;
  private final Blueprint blueprint;

  RowOwner(DSLContext tx, short migration, Blueprint blueprint) {
    this.tx = tx;
    this.migration = migration;
    this.blueprint = blueprint;
  }

  private record Place(String table, UUID id) {}

  /** The deleted records that these rows were of; those that were of none are left out. */
  Map<Difference, RecordKey> ofDeleted(Collection<Difference> extras) {
    Map<Place, List<Difference>> wanted = new HashMap<>();
    Set<String> domains = new HashSet<>();
    Set<String> tenants = new HashSet<>();
    boolean anyTenant = false;
    for (Difference extra : extras) {
      UUID id = extra.id();
      if (id != null) {
        wanted
            .computeIfAbsent(new Place(extra.table().qualifiedName(), id), p -> new ArrayList<>())
            .add(extra);
        domains(extra.table()).forEach(domain -> domains.add(domain.name()));
        anyTenant |= extra.tenant() == null;
        tenants.add(extra.tenant() == null ? "" : extra.tenant());
      }
    }
    if (wanted.isEmpty()) {
      return Map.of();
    }
    var s = RECORD_STATE;
    Condition of = anyTenant ? DSL.noCondition() : s.TENANT.eq(any(tenants));
    Map<Difference, RecordKey> found = new HashMap<>();
    try (var cursor =
        tx.select(s.TENANT, s.DOMAIN, s.ID)
            .from(s)
            .where(s.MIGRATION.eq(migration), s.ROW_ID.isNull(), s.DOMAIN.eq(any(domains)))
            .and(of)
            .fetchSize(FETCH)
            .fetchLazy()) {
      for (var r : cursor) {
        match(new RecordKey(r.value1(), r.value2(), r.value3()), wanted, found);
      }
    }
    return found;
  }

  private static org.jooq.QuantifiedSelect<org.jooq.Record1<String>> any(Set<String> values) {
    return DSL.any(values.toArray(String[]::new));
  }

  private void match(
      RecordKey key, Map<Place, List<Difference>> wanted, Map<Difference, RecordKey> found) {
    Domain domain = blueprint.domain(key.domain()).orElse(null);
    if (domain == null) {
      return;
    }
    List<Place> places = new ArrayList<>();
    for (RowKey row : domain.mapping().keys(key)) {
      places.add(new Place(row.table().qualifiedName(), row.id()));
    }
    for (ElementTable elements : domain.mapping().elementTables()) {
      places.add(new Place(elements.table().qualifiedName(), domain.rowId(key)));
    }
    for (Place place : places) {
      for (Difference extra : wanted.getOrDefault(place, List.of())) {
        if (extra.tenant() == null || extra.tenant().equals(key.tenant())) {
          found.put(extra, key);
        }
      }
    }
  }

  /** The domains whose records have rows in the table; the one whose own ids they bear first. */
  List<Domain> domains(Table table) {
    List<Domain> found = new ArrayList<>();
    for (Domain domain : blueprint.domains()) {
      boolean own = domain.mapping().recordTable() == table;
      boolean set = domain.mapping().elementTables().stream().anyMatch(e -> e.table() == table);
      if (own) {
        found.addFirst(domain);
      } else if (set || domain.mapping().tables().contains(table)) {
        found.add(domain);
      }
    }
    return found;
  }

  /** The name of the domain that a row of the table would be of. */
  @Nullable String domainOf(Table table) {
    List<Domain> domains = domains(table);
    return domains.isEmpty() ? null : domains.getFirst().name();
  }
}
