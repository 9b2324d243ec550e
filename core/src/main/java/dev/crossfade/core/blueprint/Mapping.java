package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
  private final FieldPath idField;
  private final int recordRow;
  private final List<WayBack> returns;
  private final List<Copy> copies = new ArrayList<>();
  private final List<WayBack> copied;
  private final Shape shape = new Shape();

  /** A column that the way back does not read, made of what it gives. */
  private record Copy(int row, int column, FieldPath path, Filler filler) {}

  /**
   * @param rows parents first; exactly one bears the record's id
   * @param order the fields as the schema lists them: the order of the members on the way back
   */
  Mapping(RowIds rowIds, List<MappedRow> rows, FieldPath idField, List<FieldPath> order) {
    this.rowIds = rowIds;
    this.rows = List.copyOf(rows);
    this.idField = idField;
    this.recordRow = rows.stream().map(MappedRow::ownedName).toList().indexOf(null);
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
    found.sort((a, b) -> Integer.compare(order.indexOf(a.path()), order.indexOf(b.path())));
    this.returns = List.copyOf(found);
    shape.add(idField);
    returns.forEach(r -> shape.add(r.path()));
    this.copied =
        returns.stream()
            .filter(r -> copies.stream().anyMatch(copy -> r.path().contains(copy.path())))
            .toList();
  }

  private static @Nullable FieldPath copy(Filler filler) {
    return switch (filler) {
      case Filler.Field field -> field.back() ? null : field.path();
      case Filler.Link link -> link.back() ? null : link.path();
      case Filler.Members members -> null;
      case Filler.Piece piece -> null;
      case Filler.Joined joined -> null;
      case Filler.Given given -> null;
    };
  }

  /** The pointers of the fields whose values are never to be shown. */
  public Set<String> secrets() {
    Set<String> secrets = new LinkedHashSet<>();
    for (MappedRow row : rows) {
      for (Filler filler : row.fillers()) {
        if (filler instanceof Filler.Field field && field.secret()) {
          secrets.add(field.path().pointer());
        } else if (filler instanceof Filler.Members(List<Filler.Member> members)) {
          members.stream()
              .filter(Filler.Member::secret)
              .forEach(member -> secrets.add(member.path().pointer()));
        }
      }
    }
    return Collections.unmodifiableSet(secrets);
  }

  /** The tables that a record's rows go to, parents first, each once. */
  public List<Table> tables() {
    return rows.stream().map(MappedRow::table).toList();
  }

  /** The table whose row bears the record's id: the one that references point to. */
  public Table recordTable() {
    return rows.get(recordRow).table();
  }

  /** Whether a column can be null for as long as the record that it refers to is not there. */
  boolean losesReferences() {
    return rows.stream()
        .flatMap(row -> row.fillers().stream())
        .anyMatch(
            filler ->
                filler instanceof Filler.Link link
                    && (link.missing() == Missing.NULL || link.onDelete() == OnDelete.NULL));
  }

  /** The rows of a record, parents first, or why there can be none. */
  public Forward forward(Document document, RecordContext context) {
    Filling filling = new Filling(context, document.tree(), ids(context.key(), context.source()));
    List<Row> filled = new ArrayList<>(rows.size());
    for (MappedRow row : rows) {
      filled.add(filling.row(row));
    }
    if (filling.violations().isEmpty() && !copies.isEmpty()) {
      ObjectNode seen = JsonNodeFactory.instance.objectNode();
      restore(copied, filled, filling.names(), seen);
      for (Copy copy : copies) {
        filled.get(copy.row()).values()[copy.column()] = filling.copy(copy.filler(), seen);
      }
    }
    if (!filling.violations().isEmpty()) {
      return new Forward.Unmappable(List.copyOf(filling.violations()));
    }
    JsonNode id = idField.find(document.tree());
    boolean sameId = id != null && id.isString() && id.stringValue().equals(context.key().id());
    boolean exact = filling.exact() && sameId && shape.covers(document.tree());
    return new Forward.Mapped(List.copyOf(filled), exact);
  }

  /** The keys of all rows that a record owns, parents first; they follow from its key alone. */
  public List<RowKey> keys(RecordKey key, String source) {
    UUID[] ids = ids(key, source);
    List<RowKey> keys = new ArrayList<>(rows.size());
    for (int i = 0; i < ids.length; i++) {
      keys.add(new RowKey(rows.get(i).table(), List.of(key.tenant(), ids[i])));
    }
    return keys;
  }

  /**
   * The document that the rows stand for. Columns without a way back are not looked at.
   *
   * @param stored all rows of one record, in any order
   * @throws IllegalArgumentException when one of them is missing
   */
  public ObjectNode backward(List<Row> stored, ReferenceNames names) {
    List<Row> ordered = new ArrayList<>(rows.size());
    for (MappedRow row : rows) {
      ordered.add(find(stored, row.table()));
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    Row record = ordered.get(recordRow);
    UUID recordId = (UUID) record.key().values().get(1);
    idField.put(document, StringNode.valueOf(names.idOf(rowIds.domain(), recordId)));
    restore(returns, ordered, names, document);
    return document;
  }

  private static void restore(
      List<WayBack> ways, List<Row> rows, ReferenceNames names, ObjectNode document) {
    for (WayBack way : ways) {
      JsonNode value = way.restoring().of(rows.get(way.row()), names);
      if (!value.isMissingNode()) {
        way.path().put(document, value);
      }
    }
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
        if (filler instanceof Filler.Link link && link.back()) {
          JsonNode node = link.path().find(document.tree());
          String id = node == null ? null : RecordIds.of(node);
          if (id != null) {
            found.add(new Reference(link.path().pointer(), link.target().domain(), id));
          }
        }
      }
    }
    return found;
  }

  /**
   * The condition that a field equals a value given as text: a string as it is, anything else in
   * JSON's spelling. References are given by the other record's id.
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
        String id = RecordIds.canonical(text);
        return new Filter.Equal(column, link.target().ofRecord(tenant, id, ""));
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

  private UUID[] ids(RecordKey key, String source) {
    UUID[] ids = new UUID[rows.size()];
    for (int i = 0; i < ids.length; i++) {
      String owned = rows.get(i).ownedName();
      ids[i] =
          owned == null
              ? rowIds.ofRecord(key.tenant(), key.id(), source)
              : rowIds.ofOwned(owned, key.tenant(), key.id(), source);
    }
    return ids;
  }
}
