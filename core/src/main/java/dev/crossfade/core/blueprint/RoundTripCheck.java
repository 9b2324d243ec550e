package dev.crossfade.core.blueprint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a domain's mapping runs both ways: each field comes back from exactly one column. */
final class RoundTripCheck {
  private final DomainSpec domain;
  private final List<RowSpec> rows;
  private final @Nullable FieldPath array;
  private final SchemaFields schema;
  private final Map<FieldPath, Use> returning = new LinkedHashMap<>();

  /** A column that reads a field. */
  private record Use(RowSpec row, Column column) {
    void problem(String sentence) {
      row.place().problem(column.name(), sentence);
    }

    String name() {
      return row.name() + "." + column.name();
    }
  }

  /** Of a record, its arrays that become rows as a whole. */
  RoundTripCheck(DomainSpec domain) {
    this.domain = domain;
    this.rows = domain.rows().stream().filter(row -> row.each() == null).toList();
    this.array = null;
    this.schema = domain.schema();
  }

  /** Of an element of an array that becomes rows. */
  RoundTripCheck(DomainSpec domain, RowSpec row, FieldPath each) {
    this.domain = domain;
    this.rows = List.of(row);
    this.array = each;
    this.schema = domain.schema().items(each);
  }

  void run() {
    for (RowSpec row : rows) {
      uses(row, true);
    }
    if (array == null) {
      arrays();
    }
    nested();
    for (RowSpec row : rows) {
      uses(row, false);
    }
    unmapped();
  }

  private void uses(RowSpec row, boolean returns) {
    row.columns()
        .forEach(
            (name, spec) -> {
              if (comesBack(spec) != returns) {
                return;
              }
              Column column = row.table().columns().get(row.table().position(name));
              Use use = new Use(row, column);
              for (FieldPath path : paths(spec)) {
                if (returns) {
                  original(path, use);
                } else {
                  copy(path, use);
                }
              }
            });
  }

  /** An array that becomes rows comes back from these: its place column stands for it. */
  private void arrays() {
    for (RowSpec row : domain.rows()) {
      Column place = row.filledBy(ColumnSpec.ElementIndex.class);
      if (row.each() != null && place != null) {
        Use other = returning.putIfAbsent(row.each(), new Use(row, place));
        if (other != null) {
          row.place()
              .problem(
                  row.each()
                      + " already comes back from "
                      + other.name()
                      + ": an array goes to one table only, or to one column.");
        }
      }
    }
  }

  private void original(FieldPath path, Use use) {
    Use other = returning.putIfAbsent(path, use);
    if (other != null) {
      use.problem(
          path
              + " is already mapped to "
              + other.name()
              + ": mark the copy with backward: false, so that it is clear which one is read.");
    }
  }

  private void nested() {
    for (FieldPath outer : returning.keySet()) {
      for (var inner : returning.entrySet()) {
        if (!outer.equals(inner.getKey()) && outer.contains(inner.getKey())) {
          inner.getValue().problem("lies within " + outer + ", which is mapped as a whole.");
        }
      }
    }
  }

  /** A copy is made of what comes back, so something else must bring it back. */
  private void copy(FieldPath path, Use use) {
    if (returning.keySet().stream().noneMatch(whole -> whole.contains(path))) {
      use.problem(
          "nothing else holds " + path + ", so it would be lost: leave out backward: false.");
    } else if (array == null
        && domain.rows().stream()
            .anyMatch(row -> row.each() != null && row.each().contains(path))) {
      use.problem(
          path
              + " becomes rows, one for each element, and no copy can be made of these: leave it"
              + " out.");
    }
  }

  private void unmapped() {
    Set<FieldPath> mapped = new HashSet<>(returning.keySet());
    FieldPath idField = domain.idField();
    if (idField != null && array == null) {
      mapped.add(idField);
    }
    String where = array == null ? "of the schema" : "of the elements of " + array;
    for (FieldPath field : schema.fields(mapped)) {
      if (mapped.stream().noneMatch(path -> path.contains(field))) {
        domain
            .place()
            .problem(
                "rows", "no column holds the field " + field + " " + where + ": it would be lost.");
      }
    }
  }

  private static List<FieldPath> paths(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.FromField field -> List.of(field.path());
      case ColumnSpec.Link link -> List.of(link.path());
      case ColumnSpec.Composed(List<ColumnSpec.Member> members) ->
          members.stream().map(ColumnSpec.Member::path).toList();
      case ColumnSpec.Piece piece -> piece.index() == 0 ? List.of(piece.path()) : List.of();
      case ColumnSpec.Joined joined -> joined.paths();
      case ColumnSpec.RecordId id -> List.of();
      case ColumnSpec.RowId id -> List.of();
      case ColumnSpec.ElementValue element -> List.of();
      case ColumnSpec.ElementIndex element -> List.of();
      case ColumnSpec.Constant constant -> List.of();
    };
  }

  private static boolean comesBack(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.FromField field -> field.back();
      case ColumnSpec.Link link -> link.back();
      case ColumnSpec.Composed composed -> true;
      case ColumnSpec.Piece piece -> true;
      case ColumnSpec.Joined joined -> true;
      case ColumnSpec.RecordId id -> false;
      case ColumnSpec.RowId id -> false;
      case ColumnSpec.ElementValue element -> false;
      case ColumnSpec.ElementIndex element -> false;
      case ColumnSpec.Constant constant -> false;
    };
  }
}
