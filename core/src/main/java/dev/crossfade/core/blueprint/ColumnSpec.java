package dev.crossfade.core.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a blueprint says about a column, before it is checked and compiled. */
sealed interface ColumnSpec {
  /** Stands for {@link RecordContext#time()} where a literal could stand. */
  String TIME = "$time";

  /** A field of the document: {@code /name} or {@code {from: /name, …}}. */
  record FromField(FieldPath path, FieldReading reading, @Nullable JsonNode absent, boolean back)
      implements ColumnSpec {}

  /** {@code {object: {pages: /pages, …}}}. */
  record Composed(List<Member> members) implements ColumnSpec {}

  /** A member of such an object. */
  record Member(String name, FieldPath path, boolean secret) {}

  /** One of the columns that {@code split} names. */
  record Piece(FieldPath path, Template template, int index) implements ColumnSpec {}

  /** A column that {@code join} names. */
  record Joined(Template template, List<FieldPath> paths) implements ColumnSpec {}

  /** {@code {from: /classId, reference: classes, …}}. */
  record Link(FieldPath path, String domain, Missing missing, OnDelete onDelete, boolean back)
      implements ColumnSpec {}

  /** {@code {record: id}}. */
  record RecordId() implements ColumnSpec {}

  /** {@code {row: user}}. */
  record RowId(String row) implements ColumnSpec {}

  /** {@code {element: value}}. */
  record ElementValue() implements ColumnSpec {}

  /** {@code {element: index}}. */
  record ElementIndex() implements ColumnSpec {}

  /** {@code {constant: student}}. */
  record Constant(JsonNode value) implements ColumnSpec {}

  static boolean isTime(JsonNode literal) {
    return literal.isString() && literal.stringValue().equals(TIME);
  }
}
