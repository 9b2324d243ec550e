package dev.crossfade.core.blueprint;

/** What becomes of a reference to a record that is not there. */
public enum Missing {
  /** The write waits until it is there. */
  PARK,
  /** The column is null until it is there, and is filled then. */
  NULL,
  /** The id is written either way; there is no foreign key. */
  UNCHECKED
}
