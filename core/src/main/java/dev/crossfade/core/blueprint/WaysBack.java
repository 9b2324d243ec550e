package dev.crossfade.core.blueprint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the fields of a record, or of an array's element, come back from its rows. Immutable. */
final class WaysBack {
  private final List<WayBack> ways;
  private final List<Copy> copies = new ArrayList<>();
  private final List<WayBack> copied;

  /** A column that the way back does not read, made of what it gives. */
  private record Copy(int row, int column, FieldPath path, Filler filler) {}

  /**
   * @param order the fields in the order in which they come back; others come first
   */
  WaysBack(List<MappedRow> rows, List<FieldPath> order) {
    List<WayBack> found = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<Filler> fillers = rows.get(row).fillers();
      for (int column = 0; column < fillers.size(); column++) {
        Filler filler = fillers.get(column);
        found.addAll(WayBack.of(filler, row, column));
        FieldPath copy = copy(filler);
        if (copy != null) {
          copies.add(new Copy(row, column, copy, filler));
        }
      }
    }
    found.sort(Comparator.comparingInt(way -> place(way.path(), order)));
    this.ways = List.copyOf(found);
    this.copied =
        ways.stream()
            .filter(way -> copies.stream().anyMatch(copy -> way.path().contains(copy.path())))
            .toList();
  }

  private static @Nullable FieldPath copy(Filler filler) {
    return switch (filler) {
      case Filler.Field field -> field.back() ? null : field.path();
      case Filler.Link link -> link.back() ? null : link.path();
      case Filler.Members members -> null;
      case Filler.Piece piece -> null;
      case Filler.Joined joined -> null;
      case Filler.ElementValue element -> null;
      case Filler.Given given -> null;
    };
  }

  /** A field that is mapped as a whole stands where the first one within it would. */
  private static int place(FieldPath path, List<FieldPath> order) {
    for (int i = 0; i < order.size(); i++) {
      if (path.contains(order.get(i))) {
        return i;
      }
    }
    return order.size();
  }

  /** The fields that come back. */
  List<FieldPath> paths() {
    return ways.stream().map(WayBack::path).toList();
  }

  /** Puts the fields into the object that comes back. */
  void restore(List<Row> rows, ReferenceNames names, ObjectNode object) {
    restore(ways, rows, names, object);
  }

  /** Fills the copies, which see the fields as they come back from the rows as filled so far. */
  void copy(Filling filling, List<Row> rows) {
    if (copies.isEmpty() || !filling.violations().isEmpty()) {
      return;
    }
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    restore(copied, rows, filling.names(), seen);
    for (Copy copy : copies) {
      rows.get(copy.row()).values()[copy.column()] = filling.copy(copy.filler(), seen);
    }
  }

  private static void restore(
      List<WayBack> ways, List<Row> rows, ReferenceNames names, ObjectNode object) {
    for (WayBack way : ways) {
      JsonNode value = way.restoring().of(rows.get(way.row()), names);
      if (!value.isMissingNode()) {
        way.path().put(object, value);
      }
    }
  }
}
