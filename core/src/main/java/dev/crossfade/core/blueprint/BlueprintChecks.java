package dev.crossfade.core.blueprint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what no section can tell alone: that the parts of a blueprint fit together. */
final class BlueprintChecks {
  private final Map<String, Table> tables;
  private final Map<String, DomainSpec> domains;
  private final Section root;
  private final boolean whole;

  /**
   * @param whole whether all domains could be read, so that what is missing is truly missing
   */
  BlueprintChecks(
      Map<String, Table> tables, Map<String, DomainSpec> domains, Section root, boolean whole) {
    this.tables = tables;
    this.domains = domains;
    this.root = root;
    this.whole = whole;
  }

  void run() {
    for (DomainSpec domain : domains.values()) {
      rows(domain);
      for (RowSpec row : domain.rows()) {
        for (var column : row.columns().entrySet()) {
          new ColumnCheck(domain, row, column.getKey(), domains, whole).run(column.getValue());
        }
      }
      new RoundTripCheck(domain).run();
      if (whole) {
        new CounterCheck(domain, domains).run();
      }
      for (RowSpec row : domain.rows()) {
        if (row.each() != null) {
          new ElementCheck(domain, row, row.each()).run(domains);
          new RoundTripCheck(domain, row, row.each()).run();
        }
      }
    }
    owners();
    new LegacyCheck().run(domains.values());
    foreignKeys();
    if (whole) {
      unfilled();
      TableOrder.Cycle cycle = TableOrder.cycle(tables.values(), domains);
      if (cycle != null) {
        root.problem(
            "tables",
            "the tables reference each other in a circle ("
                + String.join(" → ", cycle.tables())
                + "), so none of their rows could be written first: say missing: null or missing:"
                + " unchecked for one of the references between them.");
      }
    }
  }

  private static void rows(DomainSpec domain) {
    Set<Table> seen = new HashSet<>();
    int recordRows = 0;
    for (RowSpec row : domain.rows()) {
      if (!seen.add(row.table()) && row.each() == null) {
        row.place()
            .problem(
                "another row of this domain goes to " + row.table() + ", too: not yet possible.");
      }
      String key = row.table().idColumn().name();
      switch (row.key()) {
        case ColumnSpec.RecordId id when row.each() == null -> recordRows++;
        case ColumnSpec.RecordId id ->
            row.place()
                .problem(
                    key,
                    "the key of a row with each must be {row: "
                        + row.name()
                        + "}: a record has many of them.");
        case ColumnSpec.RowId(String name) when name.equals(row.name()) -> {}
        case null, default ->
            row.place()
                .problem(
                    key,
                    "the key must be {record: id}, or {row: "
                        + row.name()
                        + "} for a further row that the record owns.");
      }
    }
    if (recordRows != 1 && !domain.rows().isEmpty()) {
      domain
          .place()
          .problem(
              "rows",
              "exactly one row must have {record: id} as its key; here are " + recordRows + ".");
    }
  }

  /** Each row has one owner: two records with the same UUID must not meet in one table. */
  private void owners() {
    Map<Table, DomainSpec> owners = new HashMap<>();
    for (DomainSpec domain : domains.values()) {
      RowSpec row = domain.recordRow();
      DomainSpec other = row == null ? null : owners.putIfAbsent(row.table(), domain);
      if (row != null && other != null) {
        row.place()
            .problem(
                "the domain "
                    + other.name()
                    + " has {record: id} as its key in "
                    + row.table()
                    + ", too: one row could have two owners.");
      }
    }
  }

  /** Several domains may fill a column, but it has one foreign key at most. */
  private void foreignKeys() {
    Map<String, ForeignKey> first = new HashMap<>();
    for (ForeignKey key : ForeignKeys.of(tables.values(), domains)) {
      String path = "tables." + key.table().qualifiedName() + ".columns." + key.column().name();
      ForeignKey other = first.putIfAbsent(path, key);
      if (other == null || (!other.checked() && !key.checked())) {
        continue;
      }
      root.problem(
          path,
          other.references() == key.references()
              ? "the domains that fill it say different things of missing and onDelete: it has one"
                  + " foreign key, so say the same."
              : "it refers to "
                  + other.references()
                  + " in one domain and to "
                  + key.references()
                  + " in another, which no foreign key can hold: say missing: unchecked in both.");
    }
  }

  private void unfilled() {
    for (Table table : tables.values()) {
      List<RowSpec> writers =
          domains.values().stream()
              .flatMap(domain -> domain.rows().stream())
              .filter(row -> row.table() == table)
              .toList();
      String path = "tables." + table.qualifiedName();
      if (writers.isEmpty()) {
        root.problem(path, "no domain writes this table: remove it, or give it a row.");
        continue;
      }
      for (Column column : table.columns()) {
        boolean filled =
            column.equals(table.tenantColumn())
                || writers.stream().anyMatch(row -> row.columns().containsKey(column.name()));
        if (!filled) {
          root.problem(
              path + ".columns." + column.name(),
              "no domain fills this column: remove it, or say where its value comes from.");
        }
      }
    }
  }
}
