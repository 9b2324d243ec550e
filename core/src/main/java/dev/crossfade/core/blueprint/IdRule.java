package dev.crossfade.core.blueprint;

import java.util.List;

/** Where a domain's records have their id from. */
public sealed interface IdRule {

  IdScope scope();

  /** A member of the document: a string, or a whole number. */
  record Field(String name, IdScope scope) implements IdRule {}

  /** The key under which the store holds the record; the document does not name it. */
  record Key(IdScope scope) implements IdRule {}

  /**
   * Several fields together: the id is the canonical JSON array of their texts.
   *
   * @param pointers the fields, as RFC 6901 pointers
   */
  record Composite(List<String> pointers, IdScope scope) implements IdRule {
    public Composite {
      pointers = List.copyOf(pointers);
    }
  }

  /** There is one record, called {@code singleton}. */
  record Singleton(IdScope scope) implements IdRule {}
}
