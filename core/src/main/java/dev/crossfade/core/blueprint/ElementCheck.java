package dev.crossfade.core.blueprint;

import java.util.Map;
import java.util.Set;

/** Checks a row that stands for each element of an array: its array, its key, its table. */
final class ElementCheck {
  private final DomainSpec domain;
  private final RowSpec row;
  private final FieldPath each;

  ElementCheck(DomainSpec domain, RowSpec row, FieldPath each) {
    this.domain = domain;
    this.row = row;
    this.each = each;
  }

  void run(Map<String, DomainSpec> domains) {
    array();
    count(
        ColumnSpec.RecordId.class,
        "exactly one column must be {record: id}: by it the rows of a record are found.");
    count(
        ColumnSpec.ElementIndex.class,
        "exactly one column must be {element: index}, so that the array comes back in order.");
    Column place = row.filledBy(ColumnSpec.ElementIndex.class);
    if (place != null && place.type() != SqlType.INTEGER) {
      row.place().problem(place.name(), "the place of an element needs a column of type integer.");
    }
    elements();
    for (DomainSpec other : domains.values()) {
      for (RowSpec user : other.rows()) {
        boolean self = other.name().equals(domain.name()) && user.name().equals(row.name());
        if (!self && user.table() == row.table()) {
          row.place()
              .problem(
                  "the row "
                      + other.name()
                      + "."
                      + user.name()
                      + " goes to "
                      + row.table()
                      + ", too: the rows of an array need a table of their own.");
        }
      }
    }
  }

  private void array() {
    String fault = domain.schema().fault(each);
    Set<String> types = domain.schema().types(each);
    if (fault != null) {
      row.place().problem("for each: " + fault);
    } else if (!types.isEmpty() && !types.equals(Set.of("array"))) {
      row.place()
          .problem(
              "each needs an array, and the schema says that "
                  + each
                  + " can be of type "
                  + String.join(" or ", types)
                  + ".");
    }
  }

  private void count(Class<? extends ColumnSpec> form, String sentence) {
    if (row.columns().values().stream().filter(form::isInstance).count() != 1) {
      row.place().problem(sentence);
    }
  }

  /** Elements are either held as a whole or, objects, field by field. */
  private void elements() {
    Set<String> types = domain.schema().items(each).types();
    long whole =
        row.columns().values().stream().filter(ColumnSpec.ElementValue.class::isInstance).count();
    boolean fields = row.columns().values().stream().anyMatch(ElementCheck::isField);
    if (whole > 1 || (whole == 1 && fields)) {
      row.place()
          .problem(
              "a column {element: value} holds the whole element: let no other column hold it or a"
                  + " field of it.");
    } else if (whole == 1 && types.contains("object")) {
      row.place()
          .problem(
              "the elements of "
                  + each
                  + " can be objects: map their fields (/name) instead of {element: value}.");
    } else if (whole == 0 && !types.isEmpty() && !types.equals(Set.of("object"))) {
      row.place()
          .problem(
              "the elements of "
                  + each
                  + " can be of type "
                  + String.join(" or ", types)
                  + ": give them a column {element: value}.");
    }
  }

  private static boolean isField(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.FromField field -> true;
      case ColumnSpec.Link link -> true;
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
