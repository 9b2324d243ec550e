package dev.crossfade.reconcile.run;

import java.time.Instant;

/**
 * A confirmed difference, about to be written down.
 *
 * @param suspect as it was seen last, its fields as they may be shown
 * @param firstSeen when it was first suspected
 */
record Finding(Suspect suspect, Instant firstSeen) {}
