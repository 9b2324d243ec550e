package dev.crossfade.sync.catalog;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.ddl.SqlNames;
import dev.crossfade.core.ddl.SqlTypes;
import dev.crossfade.sync.catalog.ExistingTable.Kind;
import dev.crossfade.sync.catalog.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds one table of a blueprint against the one that is there. */
final class TableCheck {
  private final Blueprint blueprint;
  private final Table table;
  private final List<Finding> findings = new ArrayList<>();

  TableCheck(Blueprint blueprint, Table table) {
    this.blueprint = blueprint;
    this.table = table;
  }

  List<Finding> run(Catalog catalog) {
    Optional<ExistingTable> found = catalog.table(table.schema(), table.name());
    if (found.isEmpty()) {
      problem(null, "there is no such table; crossfade blueprint ddl prints what makes it.", null);
      return findings;
    }
    ExistingTable existing = found.get();
    if (existing.kind() != Kind.TABLE) {
      problem(null, "is no table, so its rows cannot be locked and written: use a table.", null);
      return findings;
    }
    table.columns().forEach(column -> column(existing, column));
    others(existing);
    new KeyCheck(table, this).run(existing);
    new ForeignKeyCheck(blueprint, table, this).run(existing);
    surroundings(existing);
    return findings;
  }

  private void column(ExistingTable existing, Column column) {
    Optional<ExistingColumn> found = existing.column(column.name());
    if (found.isEmpty()) {
      problem(column.name(), "there is no such column.", Ddl.addColumn(table, column));
      return;
    }
    ExistingColumn there = found.get();
    TypeFit.Fault fault = TypeFit.fault(column, there.type());
    if (fault != null) {
      problem(column.name(), fault.sentence(), fault.widens() ? retype(column) : null);
    }
    if (there.alwaysMade()) {
      problem(
          column.name(),
          "PostgreSQL makes its values (generated, or identity), so none can be written: make it an"
              + " ordinary column, or take it out of the blueprint.",
          null);
    } else if (there.notNull() && blueprint.mayBeNull(table, column)) {
      problem(
          column.name(),
          "is NOT NULL, but a record may leave it null"
              + (there.hasDefault() ? ", and the default does not stand in then" : "")
              + ": give it a default in the blueprint, or let it be null.",
          alter("ALTER COLUMN " + SqlNames.of(column.name()) + " DROP NOT NULL"));
    }
  }

  private String retype(Column column) {
    return alter("ALTER COLUMN " + SqlNames.of(column.name()) + " TYPE " + SqlTypes.of(column));
  }

  private void others(ExistingTable existing) {
    for (ExistingColumn column : existing.columns()) {
      if (table.position(column.name()) < 0 && column.notNull() && !column.hasDefault()) {
        problem(
            column.name(),
            "is NOT NULL without a default, and the blueprint does not fill it, so no row could be"
                + " inserted: map it, or give it a default.",
            alter("ALTER COLUMN " + SqlNames.of(column.name()) + " DROP NOT NULL"));
      }
    }
  }

  private void surroundings(ExistingTable existing) {
    for (String trigger : existing.triggers()) {
      warning(
          null,
          "the trigger "
              + trigger
              + " fires when rows are written: if it changes them, they differ from their records;"
              + " if it writes elsewhere, it does so for each replayed write, too.");
    }
    if (existing.access().closed()) {
      warning(
          null,
          "row security is on, and no policy lets this account in: it would see and write nothing."
              + " Add a policy, or give the account BYPASSRLS.");
    }
    if (!existing.access().missing().isEmpty()) {
      problem(
          null,
          "this account lacks " + String.join(", ", existing.access().missing()) + " on it.",
          "GRANT %s ON %s TO CURRENT_USER;"
              .formatted(
                  String.join(", ", existing.access().missing()),
                  SqlNames.of(table.schema(), table.name())));
    }
  }

  /** A statement that changes the table. */
  String alter(String change) {
    return "ALTER TABLE " + SqlNames.of(table.schema(), table.name()) + " " + change + ";";
  }

  void problem(@Nullable String column, String sentence, @Nullable String sql) {
    findings.add(new Finding(Severity.PROBLEM, table.qualifiedName(), column, sentence, sql));
  }

  void warning(@Nullable String column, String sentence) {
    findings.add(new Finding(Severity.WARNING, table.qualifiedName(), column, sentence, null));
  }
}
