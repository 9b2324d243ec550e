package dev.crossfade.sync.consume;

import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;

/** Is told how the partitions go. Called from many threads. */
public interface ApplyListener {
  /** A batch was committed; the partition stands at {@code next}. */
  void applied(LogPartition partition, long next, BatchApplier.Result.Applied result, long nanos);

  /** So many records were brought to the current blueprint's mapping. */
  void rewritten(String partition, int records);

  /** A worker found that another one has its partition. */
  void fenced(String partition);

  /**
   * A step failed; the worker waits and tries again.
   *
   * @param tries how often it has failed in a row
   * @param why the kind of fault; no data
   */
  void retried(String partition, int tries, String why);

  /** A step that had failed went well. */
  void recovered(String partition);

  /** The partition is no longer this process's. */
  void released(String partition);

  /** The partition stands still until a person has looked. */
  void halted(String partition, String why);
}
