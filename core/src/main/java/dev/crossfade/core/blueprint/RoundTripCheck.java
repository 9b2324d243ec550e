package dev.crossfade.core.blueprint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that a domain's mapping runs both ways: each field comes back from exactly one column. */
final class RoundTripCheck {
  private final DomainSpec domain;
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

  RoundTripCheck(DomainSpec domain) {
    this.domain = domain;
  }

  void run() {
    for (RowSpec row : domain.rows()) {
      uses(row, true);
    }
    nested();
    for (RowSpec row : domain.rows()) {
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
    }
  }

  private void unmapped() {
    Set<FieldPath> mapped = new HashSet<>(returning.keySet());
    mapped.add(domain.idField());
    for (FieldPath field : domain.schema().fields(mapped)) {
      if (mapped.stream().noneMatch(path -> path.contains(field))) {
        domain
            .place()
            .problem(
                "rows", "no column holds the field " + field + " of the schema: it would be lost.");
      }
    }
    String fault = domain.schema().fault(domain.idField());
    if (fault != null) {
      domain.place().problem("id.field", fault);
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
      case ColumnSpec.Constant constant -> false;
    };
  }
}
