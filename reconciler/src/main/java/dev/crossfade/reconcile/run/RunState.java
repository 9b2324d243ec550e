package dev.crossfade.reconcile.run;

import java.util.Locale;

/** What is to be said of a run. */
public enum RunState {
  /** It is not finished, and may wait in line. */
  RUNNING,
  /** All was compared, and all is the same. */
  CLEAN,
  /** Something differs. */
  DRIFT,
  /** Nothing is known to differ, but not all could be told. */
  INDETERMINATE,
  /** It could not be done. */
  FAILED;

  /** How reports spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word}. */
  static RunState ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * The verdict of a run that is over.
   *
   * @param failed whether it could not be done
   * @param drift how many confirmed differences are neither accepted nor repaired
   * @param indeterminate whether anything could not be told
   */
  static RunState verdict(boolean failed, long drift, boolean indeterminate) {
    if (failed) {
      return FAILED;
    }
    if (drift > 0) {
      return DRIFT;
    }
    return indeterminate ? INDETERMINATE : CLEAN;
  }
}
