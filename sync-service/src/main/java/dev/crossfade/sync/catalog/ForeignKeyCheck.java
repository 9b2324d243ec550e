package dev.crossfade.sync.catalog;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.ForeignKey;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.ddl.SqlNames;
import dev.crossfade.sync.catalog.ExistingTable.Name;
import java.util.ArrayList;
import java.util.List;

/** Checks the foreign keys of a table against the references of the blueprint. */
final class ForeignKeyCheck {
  private final Blueprint blueprint;
  private final Table table;
  private final TableCheck check;

  ForeignKeyCheck(Blueprint blueprint, Table table, TableCheck check) {
    this.blueprint = blueprint;
    this.table = table;
    this.check = check;
  }

  void run(ExistingTable existing) {
    List<ForeignKey> wanted =
        blueprint.foreignKeys().stream().filter(key -> key.table() == table).toList();
    for (ForeignKey key : wanted) {
      boolean there = existing.foreignKeys().stream().anyMatch(found -> is(key, found));
      if (Ddl.isForeignKey(key) && !there) {
        check.problem(
            key.column().name(),
            "refers to "
                + key.references()
                + ", and no foreign key holds it: a row could refer to one that is not there.",
            check.alter("ADD " + Ddl.foreignKey(key)));
      }
    }
    existing.foreignKeys().forEach(found -> declared(found, wanted));
    for (ExistingForeignKey found : existing.referencedBy()) {
      if (!isMapped(found.table())) {
        referring(found);
      }
    }
    wanted.stream()
        .filter(Ddl::isForeignKey)
        .forEach(key -> index(existing, key.column().name(), columns(key)));
  }

  private void declared(ExistingForeignKey found, List<ForeignKey> wanted) {
    for (String action : actions(found)) {
      check.problem(
          null,
          "the foreign key "
              + found.name()
              + " says "
              + action
              + ": PostgreSQL would change rows behind Crossfade's back. Make it NO ACTION.",
          null);
    }
    List<ForeignKey> same =
        wanted.stream().filter(key -> columns(key).equals(found.columns())).toList();
    String column = found.columns().getLast();
    if (same.isEmpty()) {
      check.warning(
          column,
          "the foreign key "
              + found.name()
              + " holds it, but it is no reference in the blueprint: a write that breaks it is"
              + " parked.");
    } else if (same.stream().noneMatch(key -> is(key, found))) {
      check.problem(
          column,
          "the foreign key %s refers to %s (%s); the blueprint says %s."
              .formatted(
                  found.name(),
                  found.references(),
                  String.join(", ", found.referencedColumns()),
                  same.getFirst().references()),
          null);
    } else if (same.stream().noneMatch(ForeignKey::checked)) {
      check.problem(
          column,
          "the foreign key "
              + found.name()
              + " holds it, but the blueprint says missing: unchecked, so writes would be parked"
              + " that are to go through. Drop it, or say missing: park.",
          check.alter("DROP CONSTRAINT " + SqlNames.of(found.name())));
    }
  }

  private void referring(ExistingForeignKey found) {
    check.warning(
        null,
        "the table %s, which the blueprint does not know, refers to it by %s: %s"
            .formatted(
                found.table(),
                found.name(),
                actions(found).isEmpty()
                    ? "a delete of a record that it needs is parked."
                    : "a delete takes its rows along (" + actions(found).getFirst() + ")."));
  }

  private void index(ExistingTable existing, String column, List<String> needed) {
    boolean there =
        existing.indexes().stream()
            .anyMatch(
                index ->
                    index.columns().size() >= needed.size()
                        && index.columns().subList(0, needed.size()).equals(needed));
    if (!there) {
      check.warning(
          column,
          "no index begins with ("
              + String.join(", ", needed)
              + "): each delete of a record it refers to reads the whole table.");
    }
  }

  private boolean isMapped(Name name) {
    return blueprint.tablesParentsFirst().stream()
        .anyMatch(t -> t.schema().equals(name.schema()) && t.name().equals(name.table()));
  }

  private static boolean is(ForeignKey key, ExistingForeignKey found) {
    Table target = key.references();
    return found.columns().equals(columns(key))
        && found.references().equals(new Name(target.schema(), target.name()))
        && found
            .referencedColumns()
            .equals(target.keyColumns().stream().map(Column::name).toList());
  }

  private static List<String> columns(ForeignKey key) {
    return Ddl.referring(key).stream().map(Column::name).toList();
  }

  private static List<String> actions(ExistingForeignKey found) {
    List<String> actions = new ArrayList<>();
    if (!found.onDelete().isEmpty()) {
      actions.add("ON DELETE " + found.onDelete());
    }
    if (!found.onUpdate().isEmpty()) {
      actions.add("ON UPDATE " + found.onUpdate());
    }
    return actions;
  }
}
