package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.RaiseProof;
import java.time.Instant;

/**
 * A comparison of the whole migration that found no difference.
 *
 * @param startedAt when it began, by a clock: tells its age and nothing else
 * @param proof its id, and where it was clean
 */
public record CleanRun(Instant startedAt, RaiseProof proof) {}
