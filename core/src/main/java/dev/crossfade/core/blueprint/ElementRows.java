package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.JsonRules.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** How the elements of one array become rows of one table, and come back. Immutable. */
final class ElementRows {
  /** What is wrong with a huge array shows in its first elements. */
  private static final int MAX_VIOLATIONS = 20;

  private static final int NO_PLACE = Integer.MAX_VALUE;

  private final RowIds rowIds;
  private final MappedRow row;
  private final String name;
  private final FieldPath each;
  private final boolean required;
  private final ElementTable table;
  private final int place;
  private final int wholeElement;
  private final WaysBack returns;
  private final Shape shape = new Shape();

  /**
   * @param row what fills the columns, by ways that begin at the element
   * @param name the row's, from which ids are derived
   */
  ElementRows(RowIds rowIds, MappedRow row, String name, Array array) {
    this.rowIds = rowIds;
    this.row = row;
    this.name = name;
    this.each = array.each();
    this.required = array.required();
    this.table = array.table();
    this.place = table.table().position(table.place().name());
    int whole = -1;
    for (int i = 0; i < row.fillers().size(); i++) {
      whole = row.fillers().get(i) instanceof Filler.ElementValue ? i : whole;
    }
    this.wholeElement = whole;
    this.returns = new WaysBack(List.of(row), List.of());
    returns.paths().forEach(shape::add);
  }

  /**
   * Which array it is.
   *
   * @param required whether the schema requires it, so that it comes back when there are no rows
   */
  record Array(FieldPath each, boolean required, ElementTable table) {}

  ElementTable table() {
    return table;
  }

  FieldPath each() {
    return each;
  }

  MappedRow row() {
    return row;
  }

  RowSetKey key(String tenant, UUID recordRow) {
    return new RowSetKey(table.table(), table.parent(), tenant, recordRow);
  }

  /** What a document's array comes to. */
  record Filled(List<Row> rows, List<Violation> violations, boolean exact) {}

  Filled forward(ObjectNode document, RecordContext context, UUID[] ids) {
    JsonNode array = each.find(document);
    if (array == null || array.isNull()) {
      return new Filled(List.of(), List.of(), array == null && !required);
    }
    if (!array.isArray()) {
      String fault = array.isMissingNode() ? Filling.NO_OBJECT : "is not an array";
      return new Filled(List.of(), List.of(new Violation(each.pointer(), fault)), false);
    }
    List<Row> rows = new ArrayList<>(array.size());
    List<Violation> violations = new ArrayList<>(0);
    boolean exact = required || !array.isEmpty();
    RecordKey key = context.key();
    for (int i = 0; i < array.size() && violations.size() < MAX_VIOLATIONS; i++) {
      JsonNode value = array.get(i);
      String pointer = each.pointer() + "/" + i;
      if (wholeElement < 0 && !value.isObject()) {
        violations.add(new Violation(pointer, "is not an object"));
        continue;
      }
      UUID id = rowIds.ofElement(name, key.tenant(), key.id(), i);
      Filling filling = Filling.of(context, ids, new Filling.Element(value, i, id));
      Row filled = filling.row(row);
      returns.copy(filling, List.of(filled));
      rows.add(filled);
      for (Violation found : filling.violations()) {
        violations.add(new Violation(pointer + found.pointer(), found.detail()));
      }
      exact = exact && filling.exact() && (wholeElement >= 0 || shape.coversObject(value));
    }
    return new Filled(rows, violations, exact);
  }

  /** Puts the array into the document that comes back. */
  void backward(List<Row> stored, ObjectNode document, ReferenceNames names) {
    List<Row> ordered =
        stored.stream()
            .filter(one -> one.table() == table.table())
            .sorted(Comparator.comparingInt(this::placeOf))
            .toList();
    if (ordered.isEmpty() && !required) {
      return;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode(ordered.size());
    ordered.forEach(one -> array.add(element(one, names)));
    each.put(document, array);
  }

  private int placeOf(Row stored) {
    return stored.value(place) instanceof Integer number ? number : NO_PLACE;
  }

  private JsonNode element(Row stored, ReferenceNames names) {
    ObjectNode element = JsonNodeFactory.instance.objectNode();
    if (wholeElement >= 0
        && row.fillers().get(wholeElement) instanceof Filler.ElementValue(Converter converter)) {
      Object value = stored.value(wholeElement);
      return value == null ? NullNode.getInstance() : converter.write(value);
    }
    returns.restore(List.of(stored), names, element);
    return element;
  }

  /** The records that the elements refer to. */
  void references(ObjectNode document, List<Reference> found) {
    JsonNode array = each.find(document);
    if (array == null || !array.isArray()) {
      return;
    }
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) instanceof ObjectNode element) {
        for (Filler filler : row.fillers()) {
          Reference reference = Mapping.reference(filler, element, each.pointer() + "/" + i);
          if (reference != null) {
            found.add(reference);
          }
        }
      }
    }
  }
}
