package dev.crossfade.sync.catalog;

import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.core.ddl.SqlNames;
import java.util.List;

/** Checks the keys of a table: the tenant comes first in each, or tenants meet in them. */
final class KeyCheck {
  private final Table table;
  private final TableCheck check;

  KeyCheck(Table table, TableCheck check) {
    this.table = table;
    this.check = check;
  }

  void run(ExistingTable existing) {
    List<String> key = table.keyColumns().stream().map(Column::name).toList();
    List<String> there = existing.primaryKey();
    if (there.isEmpty()) {
      check.problem(
          null,
          "has no primary key; it must be (" + String.join(", ", key) + ").",
          check.alter("ADD PRIMARY KEY (" + list(key) + ")"));
    } else if (!there.equals(key)) {
      check.problem(
          null,
          "the primary key is (%s); it must be (%s)."
              .formatted(String.join(", ", there), String.join(", ", key)),
          null);
    }
    boolean hasTenant = key.size() > 1;
    for (ExistingIndex index : existing.indexes()) {
      switch (index.kind()) {
        case UNIQUE, EXCLUSION -> {
          if (hasTenant && !index.columns().getFirst().equals(key.getFirst())) {
            check.problem(
                null,
                "%s %s does not begin with %s: a value of one tenant would keep another from it,"
                        .formatted(
                            index.kind() == ExistingIndex.Kind.UNIQUE
                                ? "the unique key"
                                : "the exclusion",
                            index.name(),
                            key.getFirst())
                    + " and tell of it. Put the tenant in front.",
                null);
          } else if (!hasTenant && !index.columns().equals(key)) {
            check.warning(
                null,
                "the unique key "
                    + index.name()
                    + " reaches over all tenants, for the table has no tenant column.");
          }
        }
        case PRIMARY, PLAIN -> {}
      }
    }
  }

  private static String list(List<String> names) {
    return String.join(", ", names.stream().map(SqlNames::of).toList());
  }
}
