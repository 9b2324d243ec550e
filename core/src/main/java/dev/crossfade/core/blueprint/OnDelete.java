package dev.crossfade.core.blueprint;

/** What becomes of a reference when the record that it refers to is deleted. */
public enum OnDelete {
  /** The delete waits until nothing refers to the record. */
  PARK,
  /** The column becomes null; it is filled again if the record comes back. */
  NULL
}
