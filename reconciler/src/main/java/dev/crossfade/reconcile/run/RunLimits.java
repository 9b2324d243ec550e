package dev.crossfade.reconcile.run;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param lease after which a part is anybody's whose owner is silent
 * @param idle between two looks for something to do
 * @param unclaimed after which what nobody takes is given up: no instance holds its fold
 * @param longest that a run may take
 * @param kept how long a finished run is kept
 * @param workers how many parts are compared at once by this process
 */
public record RunLimits(
    Duration lease,
    Duration idle,
    Duration unclaimed,
    Duration longest,
    Duration kept,
    int workers) {
  /** What they are unless told otherwise. */
  public static final RunLimits DEFAULTS =
      new RunLimits(
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          Duration.ofMinutes(10),
          Duration.ofHours(12),
          Duration.ofDays(90),
          2);
}
