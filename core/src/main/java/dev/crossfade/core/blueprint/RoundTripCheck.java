package dev.crossfade.core.blueprint;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a domain's mapping runs both ways: each field comes back from exactly one column. */
final class RoundTripCheck {
  private final DomainSpec domain;
  private final Map<FieldPath, Use> returning = new LinkedHashMap<>();

  /** A column that reads a field. */
  private record Use(RowSpec row, Column column, ColumnSpec spec) {
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
              FieldPath path = path(spec);
              if (path != null && comesBack(spec) == returns) {
                Column column = row.table().columns().get(row.table().position(name));
                Use use = new Use(row, column, spec);
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

  /** A copy must say the same as its original, or it would change when a record comes back. */
  private void copy(FieldPath path, Use use) {
    Use original = returning.get(path);
    if (original == null) {
      use.problem(
          "nothing else holds " + path + ", so it would be lost: leave out backward: false.");
    } else if (original.column().type() != use.column().type()
        || !sameReading(original.spec(), use.spec())) {
      use.problem(
          "is a copy of "
              + original.name()
              + ", so type, default and reference must be the same there and here.");
    }
  }

  private static boolean sameReading(ColumnSpec a, ColumnSpec b) {
    return switch (a) {
      case ColumnSpec.FromField field ->
          b instanceof ColumnSpec.FromField other && Objects.equals(field.absent(), other.absent());
      case ColumnSpec.Link link ->
          b instanceof ColumnSpec.Link other && link.domain().equals(other.domain());
      case ColumnSpec.RecordId id -> false;
      case ColumnSpec.RowId id -> false;
      case ColumnSpec.Constant constant -> false;
    };
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

  private static @Nullable FieldPath path(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.FromField field -> field.path();
      case ColumnSpec.Link link -> link.path();
      case ColumnSpec.RecordId id -> null;
      case ColumnSpec.RowId id -> null;
      case ColumnSpec.Constant constant -> null;
    };
  }

  private static boolean comesBack(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.FromField field -> field.back();
      case ColumnSpec.Link link -> link.back();
      case ColumnSpec.RecordId id -> false;
      case ColumnSpec.RowId id -> false;
      case ColumnSpec.Constant constant -> false;
    };
  }
}
