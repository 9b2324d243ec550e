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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * What records have by an earlier blueprint and would not get by the one that writes them now: a
 * row that was taken out of a domain, an array that had rows of its own and has them no more, and
 * the notes of references that could be null then. Nobody else would ever take them away.
 */
final class StaleRows {
  private final DSLContext tx;
  private final short migration;
  private final Map<RecordKey, OfRecord> stale;

  /** What one record has; of that only the rows and sets that go. */
  private record OfRecord(Blueprint before, List<RowKey> rows, List<RowSetKey> sets) {}

  private StaleRows(DSLContext tx, short migration, Map<RecordKey, OfRecord> stale) {
    this.tx = tx;
    this.migration = migration;
    this.stale = stale;
  }

  static StaleRows find(
      DSLContext tx,
      short migration,
      Blueprints numbers,
      Function<Digest, Blueprint> blueprints,
      List<RecordWrite> writes) {
    Map<RecordKey, OfRecord> found = new HashMap<>();
    Map<Short, SchemaReference> all = numbers.all();
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
                found.put(key, difference(key, blueprints.apply(written), write.blueprint()));
              }
            });
    return new StaleRows(tx, migration, found);
  }

  private static OfRecord difference(RecordKey key, Blueprint before, Blueprint now) {
    Domain old = before.domain(key.domain()).orElse(null);
    Domain present = now.domain(key.domain()).orElse(null);
    if (old == null || present == null) {
      return new OfRecord(before, List.of(), List.of());
    }
    Mapping mapping = present.mapping();
    List<RowKey> kept = mapping.keys(key);
    List<RowSetKey> keptSets = mapping.setKeys(key);
    // Children first.
    return new OfRecord(
        before,
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

  /** Forgets what was noted of references by the earlier blueprints, before it is noted anew. */
  void forgetNotes(List<RecordWrite> writes) {
    Map<Blueprint, List<RecordKey>> byBlueprint = new HashMap<>();
    for (RecordWrite write : writes) {
      OfRecord ofRecord = stale.get(write.key());
      if (ofRecord != null) {
        byBlueprint.computeIfAbsent(ofRecord.before(), b -> new ArrayList<>()).add(write.key());
      }
    }
    byBlueprint.forEach(
        (before, records) -> new NullableReferences(tx, migration, before).forgetRecords(records));
  }

  /** Takes a record's stale rows away. */
  void delete(RecordWrite write) {
    OfRecord rows = stale.get(write.key());
    if (rows == null) {
      return;
    }
    rows.sets().forEach(set -> RowStatements.deleteSets(tx, set.table(), List.of(set)));
    rows.rows().forEach(row -> RowStatements.delete(tx, row.table(), List.of(row)));
  }
}
