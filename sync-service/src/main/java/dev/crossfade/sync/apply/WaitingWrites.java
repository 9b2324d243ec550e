package dev.crossfade.sync.apply;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RowRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The writes of a partition that wait: at most one a record, the latest. */
public interface WaitingWrites {
  /** Whether anything waits. */
  boolean any();

  /** Parks writes, each in place of its record's last. */
  void park(List<Parked> refused, Instant now);

  /** Forgets what waited for these records: a later write has taken its place, or it stands. */
  void remove(Collection<RecordKey> keys);

  /** Notes that these were tried again and refused again, and what they wait for now. */
  void again(Collection<Parked> refused, Instant now);

  /**
   * Some of what waits for one of these rows, in log order.
   *
   * @param after the offset behind which to look
   */
  List<Parked> waitingFor(Collection<RowRef> rows, long after, int atMost);

  /** Some of what is due to be tried without a reason, the longest due first. */
  List<Parked> due(Instant now, int atMost);
}
