package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.RowSet;
import dev.crossfade.core.blueprint.RowSetKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.rows.WrittenRows;
import dev.crossfade.sync.store.ParkedWrites.Origin;
import dev.crossfade.sync.store.RecordStates.Written;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is to stand in the users' tables for one record, by the latest event that moved it. */
public sealed interface RecordWrite {
  /** The record. */
  RecordKey key();

  /** The offset of that event. */
  long offset();

  /** The blueprint that its rows are mapped by. */
  Blueprint blueprint();

  /** What it is mapped from. */
  Origin origin();

  /** The row that stands for the record, or stood. */
  UUID rowId();

  /** The record's data as captured; null for a delete. */
  @Nullable String document();

  /**
   * The ids of the rows that it makes or takes away. Those from arrays are not among them: what
   * waits for one of these waits for the record's own row.
   */
  default Set<UUID> rowIds() {
    return rowKeys(table -> true).stream().map(RowKey::id).collect(Collectors.toSet());
  }

  /** The keys of those among the same rows that are in these tables. */
  List<RowKey> rowKeys(Predicate<Table> among);

  /** The blueprint that it is mapped by. */
  default SchemaReference schema() {
    return new SchemaReference(blueprint().digest(), blueprint().schemaVersion());
  }

  /** What is noted of it when it stands. */
  Written written();

  /** Rows to be there. */
  record Upsert(
      RecordKey key,
      long offset,
      Blueprint blueprint,
      Origin origin,
      String document,
      UUID rowId,
      Mapped mapped)
      implements RecordWrite {
    @Override
    public List<RowKey> rowKeys(Predicate<Table> among) {
      return mapped.rows().stream().filter(row -> among.test(row.table())).map(Row::key).toList();
    }

    @Override
    public Written written() {
      String kept = mapped.exact() ? null : document;
      return new Written(
          offset,
          rowId,
          kept,
          mapped.legacyId(),
          schema(),
          origin.version(),
          origin.effectiveTime(),
          WrittenRows.of(rowId, mapped.rows(), mapped.sets()));
    }
  }

  /**
   * What is to stand for an upsert.
   *
   * @param rows parents first
   * @param sets the rows from arrays
   * @param exact whether rows and sets alone always give the document back
   * @param legacyId the record's own id where it is not that of the key
   */
  record Mapped(List<Row> rows, List<RowSet> sets, boolean exact, @Nullable String legacyId) {}

  /** Rows to be gone, by their keys, parents first, and the sets of rows below them. */
  record Delete(
      RecordKey key,
      long offset,
      Blueprint blueprint,
      Origin origin,
      UUID rowId,
      List<RowKey> rows,
      List<RowSetKey> sets)
      implements RecordWrite {
    /** The same, of a record that has no rows. */
    Delete ofNothing() {
      return new Delete(key, offset, blueprint, origin, rowId, List.of(), List.of());
    }

    @Override
    public @Nullable String document() {
      return null;
    }

    /** The same, but for these rows. */
    Delete without(Set<RowKey> others) {
      List<RowKey> left = rows.stream().filter(row -> !others.contains(row)).toList();
      return new Delete(key, offset, blueprint, origin, rowId, left, sets);
    }

    @Override
    public List<RowKey> rowKeys(Predicate<Table> among) {
      return rows.stream().filter(row -> among.test(row.table())).toList();
    }

    @Override
    public Written written() {
      return new Written(
          offset,
          null,
          null,
          null,
          schema(),
          origin.version(),
          origin.effectiveTime(),
          WrittenRows.NONE);
    }
  }
}
