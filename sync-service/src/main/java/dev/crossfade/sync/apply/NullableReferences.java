package dev.crossfade.sync.apply;

import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.ForeignKey;
import dev.crossfade.core.blueprint.Missing;
import dev.crossfade.core.blueprint.OnDelete;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.RowSetKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.sync.store.PendingReferences;
import dev.crossfade.sync.store.PendingReferences.Pending;
import dev.crossfade.sync.store.RowRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the columns of {@code missing: null} and {@code onDelete: null} what they have to be at
 * each commit: the id of the row that they refer to where that row is there, else null, and noted,
 * so that whoever writes that row fills them. Costs nothing where no reference is of that kind.
 */
final class NullableReferences {
  private final DSLContext tx;
  private final short migration;
  private final Blueprint blueprint;
  private final List<ForeignKey> keys;

  NullableReferences(DSLContext tx, short migration, Blueprint blueprint) {
    this.tx = tx;
    this.migration = migration;
    this.blueprint = blueprint;
    this.keys =
        blueprint.foreignKeys().stream()
            .filter(k -> k.missing() == Missing.NULL || k.onDelete() == OnDelete.NULL)
            .toList();
  }

  /** A row, and whose it is. */
  record Owned(String tenant, Row row) {
    RowRef ref() {
      return new RowRef(tenant, row.key().id());
    }
  }

  /** The rows as they can be written now: without what refers to a row that is not there yet. */
  List<Row> writable(Table table, List<Owned> rows) {
    List<ForeignKey> own = keys.stream().filter(key -> key.table() == table).toList();
    if (!own.isEmpty()) {
      forget(table, rows.stream().map(Owned::ref).toList());
    }
    List<Row> writable = new ArrayList<>(rows.stream().map(Owned::row).toList());
    List<Pending> pending = new ArrayList<>();
    for (ForeignKey key : own) {
      if (key.missing() == Missing.NULL) {
        leaveOut(key, rows, writable, pending);
      }
    }
    PendingReferences.add(tx, migration, pending);
    return writable;
  }

  private void leaveOut(
      ForeignKey key, List<Owned> rows, List<Row> writable, List<Pending> pending) {
    int position = key.table().position(key.column().name());
    Set<RowRef> targets = new HashSet<>();
    for (Owned owned : rows) {
      if (owned.row().value(position) instanceof UUID target) {
        targets.add(new RowRef(owned.tenant(), target));
      }
    }
    targets.removeAll(RowStatements.there(tx, key.references(), targets));
    for (int i = 0; i < rows.size(); i++) {
      Owned owned = rows.get(i);
      if (owned.row().value(position) instanceof UUID target
          && targets.contains(new RowRef(owned.tenant(), target))) {
        Object[] values = writable.get(i).values().clone();
        values[position] = null;
        writable.set(i, new Row(key.table(), values));
        pending.add(pending(key, owned.ref(), target));
      }
    }
  }

  /** Fills what waited for rows that are there now. */
  void fill(Table table, List<Owned> written) {
    if (keys.stream().noneMatch(key -> key.references() == table)) {
      return;
    }
    List<RowRef> rows = written.stream().map(Owned::ref).toList();
    Map<ForeignKey, List<Pending>> byColumn = new LinkedHashMap<>();
    for (Pending one : PendingReferences.waitingFor(tx, migration, table.qualifiedName(), rows)) {
      for (ForeignKey key : keys) {
        if (key.references() == table
            && key.table().qualifiedName().equals(one.table())
            && key.column().name().equals(one.column())) {
          byColumn.computeIfAbsent(key, k -> new ArrayList<>()).add(one);
        }
      }
    }
    byColumn.forEach(this::fillHalving);
  }

  /** What PostgreSQL refuses stays null: it must not hold back the row that it waited for. */
  private void fillHalving(ForeignKey key, List<Pending> pending) {
    try {
      Savepoints.undoing(tx, () -> fill(key, pending));
    } catch (DataAccessException fault) {
      if (SqlFaults.misfit(fault, false) == null) {
        throw fault;
      }
      if (pending.size() > 1) {
        int middle = pending.size() / 2;
        fillHalving(key, pending.subList(0, middle));
        fillHalving(key, pending.subList(middle, pending.size()));
      }
    }
  }

  private void fill(ForeignKey key, List<Pending> pending) {
    Table table = key.table();
    Field<UUID> waitsFor = DSL.field("k.waits_for", UUID.class);
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, row_id, waits_for)",
            DSL.val(pending.stream().map(p -> p.row().tenant()).toArray(String[]::new)),
            DSL.val(pending.stream().map(p -> p.row().id()).toArray(UUID[]::new)),
            DSL.val(pending.stream().map(Pending::waitsFor).toArray(UUID[]::new)));
    tx.update(UserTables.table(table))
        .set(UserTables.id(key.column()), waitsFor)
        .from(k)
        .where(
            RowStatements.ofTenant(table, PendingReferences.TENANT),
            UserTables.id(table, table.idColumn()).eq(PendingReferences.ROW))
        .execute();
    List<RowRef> rows = pending.stream().map(Pending::row).toList();
    PendingReferences.filled(tx, migration, table.qualifiedName(), key.column().name(), rows);
  }

  /** Makes room for deletes: what refers to these rows and may become null does. */
  void release(Table table, List<RowRef> rows) {
    if (keys.stream().anyMatch(key -> key.table() == table)) {
      forget(table, rows);
    }
    List<Pending> pending = new ArrayList<>();
    for (ForeignKey key : keys) {
      if (key.references() == table && key.onDelete() == OnDelete.NULL) {
        Field<UUID> child = UserTables.id(key.table(), key.table().idColumn());
        tx.update(UserTables.table(key.table()))
            .setNull(UserTables.id(key.column()))
            .from(PendingReferences.unnested(rows))
            .where(
                RowStatements.ofTenant(key.table(), PendingReferences.TENANT),
                UserTables.id(key.table(), key.column()).eq(PendingReferences.ROW))
            .andNot(onlyTheColumnKnows(key.table()))
            .returningResult(PendingReferences.TENANT, child, PendingReferences.ROW)
            .forEach(
                r -> pending.add(pending(key, new RowRef(r.value1(), r.value2()), r.value3())));
        if (key.table() == table) {
          Set<RowRef> gone = new HashSet<>(rows);
          pending.removeIf(one -> gone.contains(one.row()));
        }
      }
    }
    PendingReferences.add(tx, migration, pending);
  }

  /**
   * That the row is of a record whose document is not kept: it was written by an earlier blueprint,
   * when the reference could not become null, and only the column knows what it refers to. So it
   * stays until its record is rewritten, and whoever would take the other row away waits.
   */
  private Condition onlyTheColumnKnows(Table table) {
    var s = RECORD_STATE;
    for (Domain domain : blueprint.domains()) {
      Column recordId = recordId(domain, table);
      if (recordId != null) {
        return DSL.exists(
            DSL.selectOne()
                .from(s)
                .where(
                    s.ROW_ID.eq(UserTables.id(table, recordId)),
                    s.TENANT.eq(PendingReferences.TENANT),
                    s.DOMAIN.eq(domain.name()),
                    s.MIGRATION.eq(migration),
                    s.DOCUMENT.isNull()));
      }
    }
    return DSL.falseCondition();
  }

  /** The column that holds the id of a record's own row; null where the table has none. */
  private static @Nullable Column recordId(Domain domain, Table table) {
    if (domain.mapping().recordTable() == table) {
      return table.idColumn();
    }
    for (ElementTable elements : domain.mapping().elementTables()) {
      if (elements.table() == table) {
        return elements.parent();
      }
    }
    return null;
  }

  /** Forgets what was noted of all rows of these records. */
  void forgetRecords(List<RecordKey> records) {
    if (keys.isEmpty()) {
      return;
    }
    Map<Table, List<RowRef>> rows = new HashMap<>();
    Map<Table, List<RowSetKey>> sets = new HashMap<>();
    for (RecordKey record : records) {
      Domain domain = blueprint.domain(record.domain()).orElse(null);
      if (domain != null) {
        for (RowKey key : domain.mapping().keys(record)) {
          rows.computeIfAbsent(key.table(), t -> new ArrayList<>())
              .add(new RowRef(record.tenant(), key.id()));
        }
        for (RowSetKey set : domain.mapping().setKeys(record)) {
          sets.computeIfAbsent(set.table(), t -> new ArrayList<>()).add(set);
        }
      }
    }
    rows.keySet().retainAll(keys.stream().map(ForeignKey::table).toList());
    rows.forEach(this::forget);
    sets.forEach(this::forgetSets);
  }

  /** Forgets what was noted of the rows of arrays: they are gone, or written anew. */
  void forgetSets(Table table, List<RowSetKey> sets) {
    if (keys.stream().noneMatch(key -> key.table() == table)) {
      return;
    }
    List<RowRef> parents =
        sets.stream().map(set -> new RowRef(set.tenant(), set.parentId())).toList();
    forget(
        table,
        tx.select(PendingReferences.TENANT, UserTables.id(table, table.idColumn()))
            .from(PendingReferences.unnested(parents))
            .join(UserTables.table(table))
            .on(RowStatements.ofTenant(table, PendingReferences.TENANT))
            .and(UserTables.id(table, sets.getFirst().parent()).eq(PendingReferences.ROW))
            .fetch(r -> new RowRef(r.value1(), r.value2())));
  }

  private void forget(Table table, Collection<RowRef> rows) {
    PendingReferences.forget(tx, migration, table.qualifiedName(), rows);
  }

  private static Pending pending(ForeignKey key, RowRef row, UUID target) {
    return new Pending(
        key.table().qualifiedName(),
        key.column().name(),
        row,
        key.references().qualifiedName(),
        target);
  }
}
