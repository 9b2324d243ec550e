package dev.crossfade.core.blueprint;

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
   * @param back whether the way back reads the column
   */
  record Field(FieldPath path, Converter converter, @Nullable Given absent, boolean back)
      implements Filler {}

  /** The row id of the record whose id stands in a field of the document. */
  record Link(FieldPath path, RowIds target, Missing missing, OnDelete onDelete, boolean back)
      implements Filler {}
}
