package dev.crossfade.reconcile.parts;

import dev.crossfade.kit.migration.Migration;

/** Where logs end. Thread-safe. */
@FunctionalInterface
public interface LogEnds {
  /**
   * The offset of the next event of the partition; {@link Long#MAX_VALUE} where nobody can tell.
   */
  long end(Migration migration, int partition) throws InterruptedException;
}
