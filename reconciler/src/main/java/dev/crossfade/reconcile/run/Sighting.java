package dev.crossfade.reconcile.run;

import dev.crossfade.reconcile.compare.Difference;

/** What a later look at a suspect sees. */
public sealed interface Sighting {
  /** Both sides are the same now. */
  record Same() implements Sighting {}

  /**
   * They differ.
   *
   * @param now how, and at which position
   * @param appended whether the partition's log has gone on beyond that position
   */
  record Differs(Difference now, boolean appended) implements Sighting {}

  /** It could not be looked at. */
  record Unseen() implements Sighting {}
}
