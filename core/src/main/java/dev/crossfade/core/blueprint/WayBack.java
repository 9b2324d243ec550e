package dev.crossfade.core.blueprint;

import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * How one field comes back.
 *
 * @param row the row that holds it, by its place in the mapping
 */
record WayBack(int row, FieldPath path, Restoring restoring) {

  /** Makes a field's value of the row; the missing node where it is absent. */
  @FunctionalInterface
  interface Restoring {
    JsonNode of(Row row, ReferenceNames names);
  }

  /** The fields that come back from a column. */
  static List<WayBack> of(Filler filler, int row, int column) {
    return switch (filler) {
      case Filler.Field field when field.back() ->
          List.of(
              new WayBack(
                  row,
                  field.path(),
                  (stored, names) -> written(field.converter(), stored.value(column))));
      case Filler.Link link when link.back() ->
          List.of(
              new WayBack(
                  row, link.path(), (stored, names) -> named(link, stored.value(column), names)));
      case Filler.Members(List<Filler.Member> members) ->
          members.stream()
              .map(
                  member ->
                      new WayBack(
                          row,
                          member.path(),
                          (stored, names) -> member(member.name(), stored.value(column))))
              .toList();
      case Filler.Piece piece when piece.index() == 0 ->
          List.of(new WayBack(row, piece.path(), (stored, names) -> together(piece, stored)));
      case Filler.Joined joined -> {
        List<WayBack> parts = new ArrayList<>();
        for (int i = 0; i < joined.paths().size(); i++) {
          int part = i;
          parts.add(
              new WayBack(
                  row,
                  joined.paths().get(i),
                  (stored, names) -> part(joined.template(), part, stored.value(column))));
        }
        yield List.copyOf(parts);
      }
      case Filler.Field copy -> List.of();
      case Filler.Link copy -> List.of();
      case Filler.Piece further -> List.of();
      case Filler.ElementValue element -> List.of();
      case Filler.Given given -> List.of();
    };
  }

  private static JsonNode written(Converter converter, @Nullable Object value) {
    return value == null ? MissingNode.getInstance() : converter.write(value);
  }

  private static JsonNode named(Filler.Link link, @Nullable Object value, ReferenceNames names) {
    return value == null
        ? MissingNode.getInstance()
        : link.target().form().write(names.idOf(link.target().domain(), (UUID) value));
  }

  /** Somebody else may have put there what is no object. */
  private static JsonNode member(String name, @Nullable Object value) {
    return value == null
        ? MissingNode.getInstance()
        : Json.STORED.readTree((String) value).path(name);
  }

  /** A text of another form stands in the first column alone. */
  private static JsonNode together(Filler.Piece piece, Row row) {
    List<String> parts = new ArrayList<>();
    boolean first = true;
    boolean more = false;
    boolean any = false;
    for (int column : piece.columns()) {
      String text = (String) row.value(column);
      any |= text != null;
      more |= text != null && !first;
      first = false;
      parts.add(text == null ? "" : text);
    }
    if (!any) {
      return MissingNode.getInstance();
    }
    return StringNode.valueOf(more ? piece.template().join(parts) : parts.getFirst());
  }

  private static JsonNode part(Template template, int part, @Nullable Object value) {
    if (value == null) {
      return MissingNode.getInstance();
    }
    List<String> parts = template.split((String) value);
    if (parts != null) {
      return StringNode.valueOf(parts.get(part));
    }
    // Somebody else's text, of another form.
    return part == 0 ? StringNode.valueOf((String) value) : MissingNode.getInstance();
  }
}
