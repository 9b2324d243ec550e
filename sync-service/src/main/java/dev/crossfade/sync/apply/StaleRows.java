package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Mapping;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.RowSetKey;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.OutdatedRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The rows that records have by an earlier blueprint and would not get by the one that writes them
 * now: a row that was taken out of a domain, or an array that had rows of its own and has them no
 * more. Nobody else would ever take them away.
 */
final class StaleRows {
  private final Map<RecordKey, OfRecord> stale;

  private record OfRecord(List<RowKey> rows, List<RowSetKey> sets) {}

  private StaleRows(Map<RecordKey, OfRecord> stale) {
    this.stale = stale;
  }

  static StaleRows find(
      DSLContext tx,
      short migration,
      Function<Digest, Blueprint> blueprints,
      List<RecordWrite> writes) {
    Map<RecordKey, OfRecord> found = new HashMap<>();
    Map<Short, SchemaReference> all = Blueprints.all(tx, migration);
    Map<RecordKey, RecordWrite> moved = new HashMap<>();
    for (RecordWrite write : writes) {
      Digest now = write.blueprint().digest();
      if (all.values().stream().anyMatch(schema -> !schema.blueprint().equals(now))) {
        moved.put(write.key(), write);
      }
    }
    OutdatedRecords.writtenUnder(tx, migration, all, moved.keySet())
        .forEach(
            (key, written) -> {
              RecordWrite write = moved.get(key);
              if (write != null && !written.equals(write.blueprint().digest())) {
                OfRecord rows = difference(key, blueprints.apply(written), write.blueprint());
                if (!rows.rows().isEmpty() || !rows.sets().isEmpty()) {
                  found.put(key, rows);
                }
              }
            });
    return new StaleRows(found);
  }

  private static OfRecord difference(RecordKey key, Blueprint before, Blueprint now) {
    Domain old = before.domain(key.domain()).orElse(null);
    Domain present = now.domain(key.domain()).orElse(null);
    if (old == null || present == null) {
      return new OfRecord(List.of(), List.of());
    }
    Mapping mapping = present.mapping();
    List<RowKey> kept = mapping.keys(key);
    List<RowSetKey> keptSets = mapping.setKeys(key);
    // Children first.
    return new OfRecord(
        old.mapping().keys(key).reversed().stream()
            .filter(row -> kept.stream().noneMatch(k -> isSame(k, row)))
            .toList(),
        old.mapping().setKeys(key).stream()
            .filter(set -> keptSets.stream().noneMatch(k -> isSame(k, set)))
            .toList());
  }

  private static boolean isSame(RowKey one, RowKey other) {
    return one.table().qualifiedName().equals(other.table().qualifiedName())
        && one.id().equals(other.id());
  }

  private static boolean isSame(RowSetKey one, RowSetKey other) {
    return one.table().qualifiedName().equals(other.table().qualifiedName());
  }

  /** Takes a record's stale rows away. */
  void delete(DSLContext tx, RecordWrite write) {
    OfRecord rows = stale.get(write.key());
    if (rows == null) {
      return;
    }
    rows.sets().forEach(set -> RowStatements.deleteSets(tx, set.table(), List.of(set)));
    rows.rows().forEach(row -> RowStatements.delete(tx, row.table(), List.of(row)));
  }
}
