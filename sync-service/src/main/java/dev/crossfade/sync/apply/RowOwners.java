package dev.crossfade.sync.apply;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.store.RecordStates;
import dev.crossfade.sync.store.RecordStates.RowOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * Keeps records off each other's rows. A legacy UUID is its row's id as it stands, so a record can
 * be made whose row another record has already: an id derived from that one's, or one from a
 * crafted document. Whoever has the row keeps it; the other waits until it is gone.
 */
final class RowOwners {
  private final DSLContext tx;
  private final short migration;

  RowOwners(DSLContext tx, short migration) {
    this.tx = tx;
    this.migration = migration;
  }

  /** The writes that may go on, and those whose row belongs to another record. */
  record Divided(List<RecordWrite> free, List<RecordWrite> taken) {}

  /**
   * Divides writes.
   *
   * @param writes in log order
   */
  Divided divide(List<RecordWrite> writes) {
    List<RowOf> rows = new ArrayList<>();
    for (RecordWrite write : writes) {
      rows.add(rowOf(write));
    }
    Map<RowOf, String> owners = new HashMap<>(RecordStates.owners(tx, migration, rows));
    List<RecordWrite> free = new ArrayList<>();
    List<RecordWrite> taken = new ArrayList<>();
    for (RecordWrite write : writes) {
      String id = write.key().id();
      String owner = owners.get(rowOf(write));
      boolean own = owner == null || owner.equals(id);
      switch (write) {
        case RecordWrite.Upsert upsert -> {
          owners.putIfAbsent(rowOf(write), id);
          (own ? free : taken).add(upsert);
        }
        // What is not its own is not its to delete: of itself nothing stands there.
        case RecordWrite.Delete delete -> free.add(own ? delete : delete.ofNothing());
      }
    }
    return new Divided(free, taken);
  }

  private static RowOf rowOf(RecordWrite write) {
    RecordKey key = write.key();
    return new RowOf(key.tenant(), key.domain(), write.rowId());
  }
}
