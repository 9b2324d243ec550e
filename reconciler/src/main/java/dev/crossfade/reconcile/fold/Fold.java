package dev.crossfade.reconcile.fold;

import dev.crossfade.kit.health.HealthCheck;
import java.util.Map;

/**
 * One migration's log of changes, folded by the decider of {@code core}, apart from PostgreSQL and
 * on its own. Of a migration with several instances each holds some of the partitions, and others
 * may come and go at any time. Thread-safe.
 */
public interface Fold extends AutoCloseable {
  /** The migration's name. */
  String migration();

  /**
   * The partitions that are folded here at the moment, each with the offset of the event that it
   * will take next.
   */
  Map<Integer, Long> partitions();

  /**
   * The fold of a partition as it was when all below this offset was folded, and nothing else.
   * Never waits. A view that was given out keeps what it needs from being pruned until it is
   * closed.
   *
   * @param nextOffset the offset of the first event that is not to count
   */
  FoldAnswer at(int partition, long nextOffset);

  /** The fold of a partition as far as it is; never {@code Behind} or {@code Pruned}. */
  FoldAnswer atEnd(int partition);

  /**
   * How many events of the log are not folded yet, over the partitions folded here; -1 while that
   * is not known.
   */
  long lag();

  /** Whether it goes on, and for each partition that stands still why; shows no data. */
  HealthCheck.Result health();

  /** Stops folding; what was folded is kept. Views that are still open answer nothing more. */
  @Override
  void close();
}
