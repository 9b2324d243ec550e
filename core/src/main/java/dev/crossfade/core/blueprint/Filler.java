package dev.crossfade.core.blueprint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a column's value comes from. */
sealed interface Filler {

  /** Not from the document, so always there and of no use on the way back. */
  sealed interface Given extends Filler {}

  /** The record's tenant. */
  record Tenant() implements Given {}

  /** The same value in each row. */
  record Constant(Object value) implements Given {}

  /** {@link RecordContext#time()}. */
  record Time() implements Given {}

  /** No domain's business here: another domain that writes the table fills it. */
  record Empty() implements Given {}

  /** The id of one of the record's own rows, by its place in the mapping. */
  record RowId(int row) implements Given {}

  /** The id of the row of an array's element. */
  record ElementId() implements Given {}

  /** The place of an array's element, from 0. */
  record ElementIndex() implements Given {}

  /** The element of an array itself; null where it is null. */
  record ElementValue(Converter converter) implements Filler {}

  /**
   * A field of the document.
   *
   * @param absent what stands in where the field is absent or null
   * @param secret whether the value is never shown
   * @param back whether the way back reads the column
   */
  record Field(
      FieldPath path, Converter converter, @Nullable Given absent, boolean secret, boolean back)
      implements Filler {}

  /** Several fields of the document, as one JSON object. */
  record Members(List<Member> members) implements Filler {}

  /** A member of such an object. */
  record Member(String name, FieldPath path, boolean secret) {}

  /**
   * A part of the text of a field.
   *
   * @param columns those of all parts, by their places in the table
   */
  record Piece(
      FieldPath path, Template template, int index, TextConverter converter, List<Integer> columns)
      implements Filler {}

  /** The texts of several fields, as one. */
  record Joined(Template template, List<FieldPath> paths, TextConverter converter)
      implements Filler {}

  /** The row id of the record whose id stands in a field of the document. */
  record Link(FieldPath path, RowIds target, Missing missing, OnDelete onDelete, boolean back)
      implements Filler {}
}
