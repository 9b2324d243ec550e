package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.consume.PartitionLog;
import java.util.List;

/** How one sync process is put together. The mutants put it together wrongly. */
interface Wiring {
  /** As it is. */
  Wiring SOUND = new Wiring() {};

  /**
   * What its batches are applied to.
   *
   * @param tables of the database, for those who reach past its transactions
   */
  default ApplyStore store(ApplyStore store, MemoryTables tables) {
    return store;
  }

  /** Where its partitions begin. */
  default PartitionLog log(PartitionLog log) {
    return log;
  }

  /** Whether ingest answers before it knows that an event lies in the log. */
  default boolean acknowledgesFirst() {
    return false;
  }

  /** A batch in the order in which it is applied. */
  default List<LogRecord> batch(List<LogRecord> batch) {
    return batch;
  }
}
