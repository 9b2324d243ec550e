package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.RowSet;
import dev.crossfade.core.blueprint.RowSetKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.sync.apply.NullableReferences.Owned;
import dev.crossfade.sync.apply.SqlFaults.Misfit;
import dev.crossfade.sync.store.RowRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * Brings the users' tables to what was decided: all records at once, parents before children and
 * deletes the other way. Where PostgreSQL refuses, in halves, each in log order, down to the
 * records that do not fit; these are answered, everything else stands. Runs inside the caller's
 * transaction.
 */
final class RowWriter {
  /** As many as tables can stand below each other, and some: what needs more waits. */
  private static final int MAX_ROUNDS = 10;

  private final DSLContext tx;
  private final short migration;
  private final StaleRows stale;

  /**
   * @param stale what goes with the write of its record
   */
  RowWriter(DSLContext tx, short migration, StaleRows stale) {
    this.tx = tx;
    this.migration = migration;
    this.stale = stale;
  }

  /** A write that PostgreSQL refused, and why. */
  record Refused(RecordWrite write, Misfit misfit) {}

  /** Writes each record; answers those that were refused. Faults of other kinds are thrown. */
  List<Refused> write(List<RecordWrite> writes) {
    List<RecordWrite> inOrder = new ArrayList<>(writes);
    inOrder.sort(Comparator.comparingLong(RecordWrite::offset));
    List<Refused> refused = new ArrayList<>();
    writeHalving(inOrder, refused);
    // A later record of the batch may have made room for an earlier one.
    boolean progress = refused.size() < inOrder.size();
    for (int round = 0; progress && round < MAX_ROUNDS; round++) {
      List<Refused> still = new ArrayList<>();
      for (Refused one : refused) {
        if (one.misfit().mayPass()) {
          writeHalving(List.of(one.write()), still);
        } else {
          still.add(one);
        }
      }
      progress = still.size() < refused.size();
      refused = still;
    }
    return refused;
  }

  private void writeHalving(List<RecordWrite> writes, List<Refused> refused) {
    if (writes.isEmpty()) {
      return;
    }
    try {
      Savepoints.undoing(tx, () -> writeTogether(writes));
    } catch (DataAccessException fault) {
      boolean delete = writes.getFirst() instanceof RecordWrite.Delete;
      Misfit misfit = SqlFaults.misfit(fault, delete);
      if (misfit == null) {
        throw fault;
      }
      if (writes.size() == 1) {
        refused.add(new Refused(writes.getFirst(), misfit));
        return;
      }
      int middle = writes.size() / 2;
      writeHalving(writes.subList(0, middle), refused);
      writeHalving(writes.subList(middle, writes.size()), refused);
    }
  }

  private void writeTogether(List<RecordWrite> writes) {
    // Consecutive records of one blueprint share its tables; another blueprint has its own.
    int from = 0;
    for (int i = 1; i <= writes.size(); i++) {
      boolean ends =
          i == writes.size() || writes.get(i).blueprint() != writes.get(from).blueprint();
      if (ends) {
        writeOfOneBlueprint(writes.subList(from, i));
        from = i;
      }
    }
  }

  private void writeOfOneBlueprint(List<RecordWrite> writes) {
    Map<Table, List<Owned>> upserts = new HashMap<>();
    Map<Table, List<RowKey>> deletes = new HashMap<>();
    Map<Table, List<RowRef>> gone = new HashMap<>();
    Map<Table, List<RowSetKey>> rewritten = new HashMap<>();
    Map<Table, List<RowSetKey>> emptied = new HashMap<>();
    for (RecordWrite write : writes) {
      switch (write) {
        case RecordWrite.Upsert upsert -> {
          for (Row row : upsert.mapped().rows()) {
            upserts
                .computeIfAbsent(row.table(), t -> new ArrayList<>())
                .add(new Owned(upsert.key().tenant(), row));
          }
          for (RowSet set : upsert.mapped().sets()) {
            Table table = set.key().table();
            rewritten.computeIfAbsent(table, t -> new ArrayList<>()).add(set.key());
            for (Row row : set.rows()) {
              upserts
                  .computeIfAbsent(table, t -> new ArrayList<>())
                  .add(new Owned(upsert.key().tenant(), row));
            }
          }
        }
        case RecordWrite.Delete delete -> {
          for (RowKey key : delete.rows()) {
            deletes.computeIfAbsent(key.table(), t -> new ArrayList<>()).add(key);
            gone.computeIfAbsent(key.table(), t -> new ArrayList<>())
                .add(new RowRef(delete.key().tenant(), key.id()));
          }
          for (RowSetKey set : delete.sets()) {
            emptied.computeIfAbsent(set.table(), t -> new ArrayList<>()).add(set);
          }
        }
      }
    }
    NullableReferences references =
        new NullableReferences(tx, migration, writes.getFirst().blueprint());
    stale.forgetNotes(writes);
    List<Table> tables = writes.getFirst().blueprint().tablesParentsFirst();
    for (Table table : tables) {
      deleteSets(references, table, rewritten.getOrDefault(table, List.of()));
      List<Owned> rows = upserts.get(table);
      if (rows != null) {
        RowStatements.upsert(tx, table, references.writable(table, rows));
        references.fill(table, rows);
      }
    }
    writes.forEach(write -> stale.delete(write));
    for (Table table : tables.reversed()) {
      deleteSets(references, table, emptied.getOrDefault(table, List.of()));
      List<RowKey> keys = deletes.get(table);
      if (keys != null) {
        references.release(table, gone.getOrDefault(table, List.of()));
        RowStatements.delete(tx, table, keys);
      }
    }
  }

  private void deleteSets(NullableReferences references, Table table, List<RowSetKey> sets) {
    if (!sets.isEmpty()) {
      references.forgetSets(table, sets);
      RowStatements.deleteSets(tx, table, sets);
    }
  }
}
