package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.ElementTable;
import dev.crossfade.core.blueprint.Row;
import dev.crossfade.core.blueprint.RowKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.database.rows.UserTables;
import dev.crossfade.sync.apply.SqlFaults.Broken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row that stands in a write's way: the missing one that it refers to, or one that still
 * refers to what it deletes. One is enough: when that comes or goes the write is tried again, and
 * passes or finds the next. So nothing is tried in vain, however much waits. By PostgreSQL's own
 * catalogue, as foreign keys need not be in the blueprint.
 */
final class Obstacles {
  /** Child and parent column of each part of a foreign key, and the parent's table. */
  private static final String FOREIGN_KEY =
      """
      select pn.nspname, pt.relname, ca.attname, pa.attname
      from pg_constraint c
      join pg_class t on t.oid = c.conrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_class pt on pt.oid = c.confrelid
      join pg_namespace pn on pn.oid = pt.relnamespace
      cross join lateral unnest(c.conkey, c.confkey) as k (child, parent)
      join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = k.child
      join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent
      where c.contype = 'f' and n.nspname = {0} and t.relname = {1} and c.conname = {2}
      """;

  private final DSLContext tx;
  private final Map<Broken, List<Part>> foreignKeys = new HashMap<>();

  Obstacles(DSLContext tx) {
    this.tx = tx;
  }

  private record Part(
      String parentSchema, String parentTable, String childColumn, String parentColumn) {}

  /** The id of a row in the way; null where none is known. */
  @Nullable UUID of(RowWriter.Refused refused) {
    Broken broken = refused.misfit().broken();
    if (broken == null) {
      return null;
    }
    List<Part> parts = foreignKeys.computeIfAbsent(broken, this::foreignKey);
    if (parts.isEmpty()) {
      return null;
    }
    return switch (refused.write()) {
      case RecordWrite.Upsert upsert -> missingParent(upsert, broken, parts);
      case RecordWrite.Delete delete -> someChild(delete, broken, parts);
    };
  }

  private List<Part> foreignKey(Broken broken) {
    return tx.fetch(
            FOREIGN_KEY,
            DSL.val(broken.schema()),
            DSL.val(broken.table()),
            DSL.val(broken.constraint()))
        .map(
            r ->
                new Part(
                    r.get(0, String.class),
                    r.get(1, String.class),
                    r.get(2, String.class),
                    r.get(3, String.class)));
  }

  private @Nullable UUID missingParent(RecordWrite.Upsert upsert, Broken broken, List<Part> parts) {
    List<Row> rows = new ArrayList<>(upsert.mapped().rows());
    upsert.mapped().sets().forEach(set -> rows.addAll(set.rows()));
    rows.removeIf(row -> !is(row.table(), broken.schema(), broken.table()));
    for (Part part : parts) {
      Set<UUID> parents = new LinkedHashSet<>();
      for (Row row : rows) {
        int column = row.table().position(part.childColumn());
        if (column >= 0 && row.value(column) instanceof UUID parent) {
          parents.add(parent);
        }
      }
      if (!parents.isEmpty()) {
        return parents.size() == 1
            ? parents.iterator().next()
            : absent(parents, part, rows.getFirst(), parts);
      }
    }
    return null;
  }

  /** Of the rows that an array's elements refer to, one that is not there. */
  private @Nullable UUID absent(Set<UUID> parents, Part id, Row child, List<Part> parts) {
    var table = DSL.table(DSL.quotedName(id.parentSchema(), id.parentTable()));
    var idColumn = DSL.field(DSL.quotedName(id.parentColumn()), UUID.class);
    Condition condition = idColumn.eq(DSL.any(parents.toArray(UUID[]::new)));
    for (Part part : parts) {
      int column = child.table().position(part.childColumn());
      if (column >= 0 && child.value(column) instanceof String tenant) {
        var field = DSL.field(DSL.quotedName(part.parentColumn()), String.class);
        condition = condition.and(field.eq(tenant));
      }
    }
    Set<UUID> left = new LinkedHashSet<>(parents);
    tx.select(idColumn).from(table).where(condition).forEach(found -> left.remove(found.value1()));
    return left.isEmpty() ? null : left.iterator().next();
  }

  private @Nullable UUID someChild(RecordWrite.Delete delete, Broken broken, List<Part> parts) {
    Table child = table(delete.blueprint(), broken.schema(), broken.table());
    if (child == null) {
      return null;
    }
    for (RowKey row : delete.rows()) {
      Part first = parts.getFirst();
      List<Condition> refers = new ArrayList<>();
      if (is(row.table(), first.parentSchema(), first.parentTable())) {
        refers.addAll(refers(child, row, parts));
      }
      if (!refers.isEmpty()) {
        Object id =
            tx.select(UserTables.field(moving(delete.blueprint(), child)))
                .from(UserTables.table(child))
                .where(refers)
                .limit(1)
                .fetchAny(0);
        return id instanceof UUID found ? found : null;
      }
    }
    return null;
  }

  /**
   * The column with the id of the row by whose writing the child goes: the child's own, or that of
   * the record of which it is an array's element.
   */
  private static Column moving(Blueprint blueprint, Table child) {
    for (Domain domain : blueprint.domains()) {
      for (ElementTable elements : domain.mapping().elementTables()) {
        if (elements.table() == child) {
          return elements.parent();
        }
      }
    }
    return child.idColumn();
  }

  /** That a row of the child's table refers to this one; empty where that cannot be said. */
  private static List<Condition> refers(Table child, RowKey parent, List<Part> parts) {
    List<Column> keyColumns = parent.table().keyColumns();
    List<Condition> conditions = new ArrayList<>();
    for (Part part : parts) {
      int column = child.position(part.childColumn());
      int key = keyColumns.stream().map(Column::name).toList().indexOf(part.parentColumn());
      if (column < 0 || key < 0) {
        return List.of();
      }
      conditions.add(UserTables.field(child.columns().get(column)).eq(parent.values().get(key)));
    }
    return conditions;
  }

  private static @Nullable Table table(Blueprint blueprint, String schema, String name) {
    return blueprint.tablesParentsFirst().stream()
        .filter(table -> is(table, schema, name))
        .findAny()
        .orElse(null);
  }

  private static boolean is(Table table, String schema, String name) {
    return table.schema().equals(schema) && table.name().equals(name);
  }
}
