package dev.crossfade.core.blueprint;

/** What a condition on a field of the records comes to in the table that stands for them. */
public sealed interface Filter {

  /** The column, in {@link Mapping#recordTable()}, and the value it must hold. */
  record Equal(Column column, Object value) implements Filter {}

  /** No field of this name is kept in a column of the record's own row. */
  record UnknownField() implements Filter {}

  /** No record's field can hold this. */
  record Misfit(String detail) implements Filter {}
}
