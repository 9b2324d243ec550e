package dev.crossfade.reconcile.fold;

import org.jspecify.annotations.Nullable;

/** How far PostgreSQL is, so that the fold need not keep the way back further than that. */
@FunctionalInterface
public interface AppliedPositions {
  /**
   * The next offset that sync will apply, as it was seen last; null where that is not known. Never
   * waits. Thread-safe.
   */
  @Nullable Long nextOffset(int partition);
}
