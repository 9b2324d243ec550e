package dev.crossfade.reconcile.run;

import dev.crossfade.reconcile.compare.Difference;

/** What a later look makes of a suspect: docs/reconciling.md, "The life of a difference". */
enum Look {
  /** It was never there; nobody is told. */
  GONE,
  /** It is there. */
  CONFIRMED,
  /** It is to be looked at once more. */
  AGAIN,
  /** It cannot be told. */
  INDETERMINATE;

  /** How often a suspect is looked at, the first time included. */
  static final int MOST = 3;

  /**
   * The rule.
   *
   * @param last as it was seen before
   * @param sighting as it is seen now, in another transaction and at least a second later
   * @param looks how often it has been looked at, this time included
   */
  static Look of(Difference last, Sighting sighting, int looks) {
    Look undecided = looks < MOST ? AGAIN : INDETERMINATE;
    return switch (sighting) {
      case Sighting.Same() -> GONE;
      case Sighting.Unseen() -> undecided;
      case Sighting.Differs(Difference now, boolean appended) -> {
        long before = last.position().offset();
        long at = now.position().offset();
        boolean counts = at > before || (at == before && !appended);
        yield counts && now.sameAs(last) ? CONFIRMED : undecided;
      }
    };
  }
}
