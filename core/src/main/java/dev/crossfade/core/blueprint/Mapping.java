package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * How a domain's records become rows and rows become records again. Compiled once; immutable and
 * thread-safe.
 *
 * <p>Two laws hold for each document that is mapped: {@code backward(forward(x)) = x} where forward
 * says <i>exact</i>, and {@code forward(backward(forward(x))) = forward(x)} always.
 */
public final class Mapping {
  private final RowIds rowIds;
  private final List<MappedRow> rows;
  private final @Nullable FieldPath idField;
  private final List<ElementRows> sets;
  private final int recordRow;
  private final WaysBack returns;
  private final Shape shape = new Shape();

  /**
   * @param rows parents first; exactly one bears the record's id
   * @param sets the rows from arrays
   * @param idField the member that holds the id and nothing else; null where there is none
   * @param order the fields as the schema lists them: the order of the members on the way back
   */
  Mapping(
      RowIds rowIds,
      List<MappedRow> rows,
      List<ElementRows> sets,
      @Nullable FieldPath idField,
      List<FieldPath> order) {
    this.rowIds = rowIds;
    this.rows = List.copyOf(rows);
    this.sets = List.copyOf(sets);
    this.idField = idField;
    this.recordRow = rows.stream().map(MappedRow::ownedName).toList().indexOf(null);
    this.returns = new WaysBack(rows, order);
    if (idField != null) {
      shape.add(idField);
    }
    returns.paths().forEach(shape::add);
    sets.forEach(set -> shape.add(set.each()));
  }

  /**
   * The pointers of the fields whose values are never to be shown; {@code *} stands for the
   * elements of an array.
   */
  public Set<String> secrets() {
    Set<String> secrets = new LinkedHashSet<>();
    rows.forEach(row -> secrets(row, "", secrets));
    sets.forEach(set -> secrets(set.row(), set.each().pointer() + "/*", secrets));
    return Collections.unmodifiableSet(secrets);
  }

  private static void secrets(MappedRow row, String place, Set<String> secrets) {
    for (Filler filler : row.fillers()) {
      if (filler instanceof Filler.Field field && field.secret()) {
        secrets.add(place + field.path().pointer());
      } else if (filler instanceof Filler.Members(List<Filler.Member> members)) {
        members.stream()
            .filter(Filler.Member::secret)
            .forEach(member -> secrets.add(place + member.path().pointer()));
      }
    }
  }

  /**
   * The pointers of the fields that a column is filled from; {@code *} stands for the elements of
   * an array. None where it is filled from something else than a field.
   *
   * @param column of a table of this domain
   */
  public List<String> fields(Table table, int column) {
    List<String> fields = new ArrayList<>();
    for (MappedRow row : rows) {
      if (row.table() == table) {
        fields(row.fillers().get(column), "", fields);
      }
    }
    for (ElementRows set : sets) {
      if (set.table().table() == table) {
        fields(set.row().fillers().get(column), set.each().pointer() + "/*", fields);
      }
    }
    return fields;
  }

  private static void fields(Filler filler, String place, List<String> fields) {
    switch (filler) {
      case Filler.Field field -> fields.add(place + field.path().pointer());
      case Filler.Link link -> fields.add(place + link.path().pointer());
      case Filler.Members(List<Filler.Member> members) ->
          members.forEach(member -> fields.add(place + member.path().pointer()));
      case Filler.Piece piece -> fields.add(place + piece.path().pointer());
      case Filler.Joined joined ->
          joined.paths().forEach(path -> fields.add(place + path.pointer()));
      case Filler.ElementValue value -> fields.add(place);
      case Filler.Given given -> {}
    }
  }

  /** The tables that a record has one row in, parents first, each once. */
  public List<Table> tables() {
    return rows.stream().map(MappedRow::table).toList();
  }

  /** The tables whose rows are the elements of arrays. */
  public List<ElementTable> elementTables() {
    return sets.stream().map(ElementRows::table).toList();
  }

  /** The table whose row bears the record's id: the one that references point to. */
  public Table recordTable() {
    return rows.get(recordRow).table();
  }

  /** Whether a column can be null for as long as the record that it refers to is not there. */
  boolean losesReferences() {
    return Stream.concat(rows.stream(), sets.stream().map(ElementRows::row))
        .flatMap(row -> row.fillers().stream())
        .anyMatch(
            filler ->
                filler instanceof Filler.Link link
                    && (link.missing() == Missing.NULL || link.onDelete() == OnDelete.NULL));
  }

  /** The rows of a record, parents first, or why there can be none. */
  public Forward forward(Document document, RecordContext context) {
    UUID[] ids = ids(context.key());
    Filling filling = new Filling(context, document.tree(), ids);
    List<Row> filled = new ArrayList<>(rows.size());
    for (MappedRow row : rows) {
      filled.add(filling.row(row));
    }
    returns.copy(filling, filled);
    List<Violation> violations = new ArrayList<>(filling.violations());
    List<RowSet> filledSets = new ArrayList<>(sets.size());
    boolean exact = filling.exact();
    for (ElementRows set : sets) {
      ElementRows.Filled elements = set.forward(document.tree(), context, ids);
      violations.addAll(elements.violations());
      exact &= elements.exact();
      filledSets.add(new RowSet(set.key(context.key().tenant(), ids[recordRow]), elements.rows()));
    }
    if (!violations.isEmpty()) {
      return new Forward.Unmappable(List.copyOf(violations));
    }
    exact = exact && idComesBack(document, context) && shape.coversObject(document.tree());
    return new Forward.Mapped(List.copyOf(filled), List.copyOf(filledSets), exact);
  }

  private boolean idComesBack(Document document, RecordContext context) {
    if (idField == null) {
      return true;
    }
    JsonNode value = idField.find(document.tree());
    String own = value == null ? null : rowIds.form().read(value);
    return value != null
        && own != null
        && rowIds.form().exact(value, own)
        && rowIds.ofKey(context.key().tenant(), context.source(), own).equals(context.key().id());
  }

  /**
   * The keys of the rows that a record owns one of, parents first; they follow from its key alone.
   */
  public List<RowKey> keys(RecordKey key) {
    UUID[] ids = ids(key);
    List<RowKey> keys = new ArrayList<>(rows.size());
    for (int i = 0; i < ids.length; i++) {
      keys.add(RowKey.of(rows.get(i).table(), key.tenant(), ids[i]));
    }
    return keys;
  }

  /** The keys of the sets that the record's arrays become; they follow from its key alone. */
  public List<RowSetKey> setKeys(RecordKey key) {
    UUID recordId = ids(key)[recordRow];
    return sets.stream().map(set -> set.key(key.tenant(), recordId)).toList();
  }

  /**
   * The document that the rows stand for. Columns without a way back are not looked at.
   *
   * @param stored all rows of one record, those from arrays too, in any order
   * @throws IllegalArgumentException when one of them is missing
   */
  public ObjectNode backward(List<Row> stored, ReferenceNames names) {
    List<Row> ordered = new ArrayList<>(rows.size());
    for (MappedRow row : rows) {
      ordered.add(find(stored, row.table()));
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    Row record = ordered.get(recordRow);
    if (idField != null) {
      String own = names.idOf(rowIds.domain(), record.key().id());
      idField.put(document, rowIds.form().write(own));
    }
    returns.restore(ordered, names, document);
    sets.forEach(set -> set.backward(stored, document, names));
    return document;
  }

  private static Row find(List<Row> stored, Table table) {
    for (Row row : stored) {
      if (row.table() == table) {
        return row;
      }
    }
    throw new IllegalArgumentException("the record has no row in " + table);
  }

  /** The records that a document refers to; values that are no ids are left out. */
  public List<Reference> references(Document document) {
    List<Reference> found = new ArrayList<>();
    for (MappedRow row : rows) {
      for (Filler filler : row.fillers()) {
        Reference reference = reference(filler, document.tree(), "");
        if (reference != null) {
          found.add(reference);
        }
      }
    }
    sets.forEach(set -> set.references(document.tree(), found));
    return found;
  }

  /**
   * The reference that a column holds, if any.
   *
   * @param place where the object lies within the document
   */
  static @Nullable Reference reference(Filler filler, ObjectNode object, String place) {
    if (!(filler instanceof Filler.Link link) || !link.back()) {
      return null;
    }
    JsonNode node = link.path().find(object);
    String id = node == null ? null : link.target().form().read(node);
    return id == null
        ? null
        : new Reference(place + link.path().pointer(), link.target().domain(), id);
  }

  /**
   * The condition that a field equals a value given as text: a string as it is, anything else in
   * JSON's spelling. References are given by the id of the other record's key.
   *
   * @param field the names on the way to it, with dots between
   */
  public Filter filter(String tenant, String field, String text) {
    List<String> steps = List.of(field.split("\\.", -1));
    List<Filler> fillers = rows.get(recordRow).fillers();
    for (int i = 0; i < fillers.size(); i++) {
      Column column = recordTable().columns().get(i);
      if (fillers.get(i) instanceof Filler.Field plain
          && plain.back()
          && plain.path().steps().equals(steps)) {
        return equal(column, plain.converter(), text);
      }
      if (fillers.get(i) instanceof Filler.Link link
          && link.back()
          && link.path().steps().equals(steps)) {
        RowIds target = link.target();
        return new Filter.Equal(column, target.ofRecord(tenant, target.canonicalKey(text)));
      }
    }
    return new Filter.UnknownField();
  }

  private static Filter equal(Column column, Converter converter, String text) {
    JsonNode node = StringNode.valueOf(text);
    Object value = converter.read(node);
    if (value instanceof Converter.Refusal) {
      try {
        node = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        value = converter.read(node);
      } catch (JacksonException e) {
        return new Filter.Misfit("is not a value of this field");
      }
    }
    if (value instanceof Converter.Refusal refusal) {
      return new Filter.Misfit(refusal.detail());
    }
    return converter.distinct(node, value)
        ? new Filter.Equal(column, value)
        : new Filter.Misfit("is kept in one column value with others, so it cannot be found by it");
  }

  private UUID[] ids(RecordKey key) {
    UUID[] ids = new UUID[rows.size()];
    for (int i = 0; i < ids.length; i++) {
      String owned = rows.get(i).ownedName();
      ids[i] =
          owned == null
              ? rowIds.ofRecord(key.tenant(), key.id())
              : rowIds.ofOwned(owned, key.tenant(), key.id());
    }
    return ids;
  }
}
