package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.store.ParkedWrites.Origin;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to stand in the users' tables for one record, by the latest event that moved it. */
sealed interface RecordWrite {
  RecordKey key();

  /** The offset of that event. */
  long offset();

  Blueprint blueprint();

  Origin origin();

  /** The record's data as captured; null for a delete. */
  @Nullable String document();

  /** Rows to be there. */
  record Upsert(
      RecordKey key,
      long offset,
      Blueprint blueprint,
      Origin origin,
      String document,
      UUID rowId,
      Mapped mapped)
      implements RecordWrite {}

  /** The rows of an upsert, parents first, and whether they alone give the document back. */
  record Mapped(List<Row> rows, boolean exact) {}

  /** Rows to be gone, by their keys, parents first. */
  record Delete(RecordKey key, long offset, Blueprint blueprint, Origin origin, List<RowKey> rows)
      implements RecordWrite {
    @Override
    public @Nullable String document() {
      return null;
    }
  }
}
