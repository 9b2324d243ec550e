package dev.crossfade.reconcile.compare;

import java.util.Locale;

/** How what stands in PostgreSQL differs from what should. */
public enum DifferenceType {
  /** It should stand in PostgreSQL and does not. */
  MISSING_RECORD(true),
  /** It stands there, and nothing in the log says so. */
  EXTRA_RECORD(true),
  /** It stands there and differs. */
  DATA_MISMATCH(true),
  /** Its rows cannot be read back. */
  CORRUPTED_RECORD(true),
  /** A reference without its record, on both sides. */
  ORPHANED_REFERENCE(false),
  /** Two records of a source with one own id, on both sides. */
  DUPLICATE_ID(false),
  /** A counter of the blueprint that does not count right, on both sides. */
  COUNT_MISMATCH(false);

  private final boolean drift;

  DifferenceType(boolean drift) {
    this.drift = drift;
  }

  /** Whether it is drift once it is confirmed; else it is told, and no drift. */
  public boolean drift() {
    return drift;
  }

  /** How reports and requests spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
