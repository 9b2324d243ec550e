package dev.crossfade.core.blueprint;

/** Where a domain's records have their id from. */
public sealed interface IdRule {

  IdScope scope();

  /** A member of the document, a string. */
  record Field(String name, IdScope scope) implements IdRule {}
}
