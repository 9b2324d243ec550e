package dev.crossfade.reconcile.run;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stands.
 *
 * @param turn later ones have higher ones
 * @param startedAt null while it waits in line
 * @param cancelledBy who ended it before its time; null for nobody
 * @param failure why it could not be done; shows no data
 * @param findings how many differences it found in all
 */
public record Run(
    UUID id,
    short migration,
    long turn,
    RunOrder order,
    RunState state,
    Instant requestedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String cancelledBy,
    @Nullable String failure,
    long findings) {
  /** Whether it waits in line. */
  public boolean queued() {
    return state == RunState.RUNNING && startedAt == null;
  }
}
