package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.RaiseProof;
import java.time.Instant;

/**
 * A comparison of the whole migration that found no difference.
 *
 * @param startedAt nothing that happened before it escaped it
 * @param proof its id, and where it was clean
 */
public record CleanRun(Instant startedAt, RaiseProof proof) {}
