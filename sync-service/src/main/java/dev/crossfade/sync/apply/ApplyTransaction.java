package dev.crossfade.sync.apply;

import java.time.Instant;

/** One transaction of one partition. Nothing of it is seen outside before it is committed. */
public interface ApplyTransaction {
  /**
   * Advances the position row by compare-and-set, and keeps others from it until the transaction
   * ends.
   *
   * @return false when the row stands elsewhere: someone else has the partition
   */
  boolean advance(long from, long to, Instant now);

  /** What was decided. */
  DecidedStates decided();

  /** The users' tables. */
  TargetRows rows();

  /** What waits. */
  WaitingWrites waiting();
}
