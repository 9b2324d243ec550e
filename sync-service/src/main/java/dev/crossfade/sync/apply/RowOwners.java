package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.sync.store.RecordStates.RowOf;
import dev.crossfade.sync.store.RowRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records off each other's rows. A legacy UUID is its row's id as it stands, so a record can
 * be made whose row another record has already: an id derived from that one's, also for a row that
 * it owns in another domain's table, or one from a crafted document. Whoever has the row keeps it;
 * the other waits until it is gone.
 */
final class RowOwners {
  /** Of ids that are derived from names. */
  private static final int DERIVED = 5;

  private final DSLContext tx;
  private final short migration;
  private final Map<Blueprint, SharedTables> shared = new HashMap<>();

  RowOwners(DSLContext tx, short migration) {
    this.tx = tx;
    this.migration = migration;
  }

  /** A write that has to wait, and the row that another record has. */
  record Taken(RecordWrite write, UUID row) {}

  /** The writes that may go on, and those of which a row belongs to another record. */
  record Divided(List<RecordWrite> free, List<Taken> taken) {}

  /**
   * Divides writes.
   *
   * @param writes in log order
   */
  Divided divide(List<RecordWrite> writes) {
    List<RowOf> rows = new ArrayList<>();
    for (RecordWrite write : writes) {
      rows.add(rowOf(write));
      keysInSharedTables(write).forEach(key -> rows.add(claim(write, key)));
    }
    Map<RowOf, String> owners = new HashMap<>(RecordStates.owners(tx, migration, rows));
    Set<RowOf> derived = takenByDerivedRows(writes, owners);
    Map<RowOf, RecordKey> claimed = new HashMap<>();
    List<RecordWrite> free = new ArrayList<>();
    List<Taken> taken = new ArrayList<>();
    for (RecordWrite write : writes) {
      String owner = owners.get(rowOf(write));
      boolean own = owner == null || owner.equals(write.key().id());
      switch (write) {
        case RecordWrite.Upsert upsert -> {
          UUID row = own ? takenRow(upsert, owners, derived, claimed) : upsert.rowId();
          if (row == null) {
            owners.putIfAbsent(rowOf(write), write.key().id());
            free.add(upsert);
          } else {
            taken.add(new Taken(upsert, row));
          }
        }
        // What is not its own is not its to delete: of itself nothing stands there.
        case RecordWrite.Delete delete ->
            free.add(
                own && !(owner == null && mayBeDerived(delete))
                    ? ownRows(delete, owners)
                    : delete.ofNothing());
      }
    }
    return new Divided(free, taken);
  }

  /** The first of its rows in a shared table that another record has; null when all are free. */
  private @Nullable UUID takenRow(
      RecordWrite.Upsert upsert,
      Map<RowOf, String> owners,
      Set<RowOf> derived,
      Map<RowOf, RecordKey> claimed) {
    List<RowKey> keys = keysInSharedTables(upsert);
    for (RowKey key : keys) {
      RowOf row = claim(upsert, key);
      boolean ownId = key.id().equals(upsert.rowId());
      boolean another = ownId ? derived.contains(row) : owners.containsKey(row);
      RecordKey first = claimed.get(row);
      if (another || (first != null && !first.equals(upsert.key()))) {
        return key.id();
      }
    }
    keys.forEach(key -> claimed.putIfAbsent(claim(upsert, key), upsert.key()));
    return null;
  }

  /** A delete without the rows in shared tables that bear the ids of other records. */
  private RecordWrite.Delete ownRows(RecordWrite.Delete delete, Map<RowOf, String> owners) {
    Set<RowKey> others = new HashSet<>();
    for (RowKey key : keysInSharedTables(delete)) {
      if (!key.id().equals(delete.rowId()) && owners.containsKey(claim(delete, key))) {
        others.add(key);
      }
    }
    return others.isEmpty() ? delete : delete.without(others);
  }

  /**
   * Of the own rows that records of these writes do not have yet, those that stand there already:
   * so they were derived for others. Only asked for ids that may be derived.
   */
  private Set<RowOf> takenByDerivedRows(List<RecordWrite> writes, Map<RowOf, String> owners) {
    Map<Table, Set<RowRef>> suspects = new HashMap<>();
    Set<RowOf> rows = new HashSet<>();
    for (RecordWrite write : writes) {
      if (write instanceof RecordWrite.Upsert
          && mayBeDerived(write)
          && !owners.containsKey(rowOf(write))) {
        Table table = ownTable(write);
        suspects
            .computeIfAbsent(table, t -> new HashSet<>())
            .add(new RowRef(write.key().tenant(), write.rowId()));
        rows.add(rowOf(write));
      }
    }
    Set<RowRef> there = new HashSet<>();
    suspects.forEach((table, wanted) -> there.addAll(RowStatements.there(tx, table, wanted)));
    rows.removeIf(row -> !there.contains(new RowRef(row.tenant(), row.rowId())));
    return rows;
  }

  private boolean mayBeDerived(RecordWrite write) {
    UUID id = write.rowId();
    return id.version() == DERIVED
        && shared(write.blueprint()).concern(write.key().domain())
        && id.toString().equals(write.key().id())
        && shared(write.blueprint()).contains(ownTable(write));
  }

  private static Table ownTable(RecordWrite write) {
    return write.blueprint().domain(write.key().domain()).orElseThrow().mapping().recordTable();
  }

  private List<RowKey> keysInSharedTables(RecordWrite write) {
    SharedTables tables = shared(write.blueprint());
    return tables.concern(write.key().domain()) ? write.rowKeys(tables::contains) : List.of();
  }

  /** The row as one of the domain whose records' own ids stand in its table. */
  private RowOf claim(RecordWrite write, RowKey key) {
    String domain = shared(write.blueprint()).ownerOf(key.table(), write.key().domain());
    return new RowOf(write.key().tenant(), domain, key.id());
  }

  private SharedTables shared(Blueprint blueprint) {
    return shared.computeIfAbsent(blueprint, SharedTables::new);
  }

  private static RowOf rowOf(RecordWrite write) {
    RecordKey key = write.key();
    return new RowOf(key.tenant(), key.domain(), write.rowId());
  }
}
