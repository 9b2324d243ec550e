package dev.crossfade.database.rows;

import dev.crossfade.core.blueprint.Mapping;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.RowSet;
import dev.crossfade.core.compare.RowHash;
import dev.crossfade.core.event.RecordKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a record's rows when they are written. The tables are not noted: they are those
 * of the blueprint that the rows were mapped by, in the order of its mapping.
 *
 * @param ids of the rows beside the record's own, in the order of {@link Mapping#tables()}
 * @param hashes of each row in that order, then of each set of {@link Mapping#elementTables()}; a
 *     hash that nobody knows any more is null. Empty where no row stands
 */
public record WrittenRows(List<UUID> ids, List<@Nullable UUID> hashes) {
  /** Of a record that has no rows. */
  public static final WrittenRows NONE = new WrittenRows(List.of(), List.of());

  /**
   * Of these rows, as they are meant to be: references that cannot be filled yet included.
   *
   * @param rowId of the record's own row
   * @param rows in the order of the mapping
   * @param sets in the order of the mapping
   */
  public static WrittenRows of(UUID rowId, List<Row> rows, List<RowSet> sets) {
    List<UUID> ids = new ArrayList<>(rows.size() - 1);
    List<@Nullable UUID> hashes = new ArrayList<>(rows.size() + sets.size());
    for (Row row : rows) {
      hashes.add(RowHash.of(row));
      UUID id = row.key().id();
      if (!id.equals(rowId)) {
        ids.add(id);
      }
    }
    for (RowSet set : sets) {
      hashes.add(RowHash.ofSet(set.rows()));
    }
    return new WrittenRows(ids, hashes);
  }

  /** Of rows that should stand, with whatever in them. */
  public static WrittenRows unknown(Mapping mapping, RecordKey key, UUID rowId) {
    List<UUID> ids =
        mapping.keys(key).stream().map(RowKey::id).filter(id -> !id.equals(rowId)).toList();
    int hashes = mapping.tables().size() + mapping.elementTables().size();
    return new WrittenRows(ids, Collections.nCopies(hashes, null));
  }

  /** The column {@code written_rows}; null where there are none, as for most records. */
  public UUID @Nullable [] idsNoted() {
    return ids.isEmpty() ? null : ids.toArray(UUID[]::new);
  }

  /** The column {@code written_hashes}. */
  public @Nullable UUID @Nullable [] hashesNoted() {
    return hashes.isEmpty() ? null : hashes.toArray(UUID[]::new);
  }
}
