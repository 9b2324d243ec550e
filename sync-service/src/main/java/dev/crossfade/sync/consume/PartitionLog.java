package dev.crossfade.sync.consume;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs of its partition: what the control log, the broker and the database say of
 * it, and what applies to it.
 */
public interface PartitionLog {
  /** The topic. */
  String topic();

  /** For threads and logs. */
  String name();

  /** Its key in the tables; needs the database when asked for the first time. */
  LogPartition partition();

  /** The log as it was made, by the control log. */
  ChangesLog recorded();

  /** The log as it is, by the broker. */
  LogIdentity.Found found() throws InterruptedException;

  /** Where it stands by the database; null where it was never begun. */
  @Nullable Applied position();

  /** Begins it, unless it is begun already. */
  void begin(Applied at);

  /** Whether nothing is to be applied for now, by the control log. */
  default boolean paused() {
    return false;
  }

  /** What its batches are applied by. */
  BatchApplier applier();

  /** Brings some records to the current mapping, while the partition stands at an offset. */
  Rewriting.Result rewrite(long next);
}
