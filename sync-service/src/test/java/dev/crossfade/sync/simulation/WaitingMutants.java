package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.apply.WaitingWrites;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RowRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What can be done wrong with writes that wait. */
final class WaitingMutants {
  private WaitingMutants() {}

  /** The first write of a record that has to wait stays there, whatever comes later. */
  static final class NotReplaced extends PassingWaiting {
    private final MemoryTables tables;

    NotReplaced(WaitingWrites waiting, MemoryTables tables) {
      super(waiting);
      this.tables = tables;
    }

    @Override
    public void park(List<Parked> refused, Instant now) {
      super.park(refused.stream().filter(one -> !tables.parked.has(one.key())).toList(), now);
    }
  }

  /** What is freed is written as it was when it first had to wait. */
  static final class OldState extends PassingWaiting {
    private final Map<RecordKey, Parked> first;

    OldState(WaitingWrites waiting, Map<RecordKey, Parked> first) {
      super(waiting);
      this.first = first;
    }

    @Override
    public void park(List<Parked> refused, Instant now) {
      refused.forEach(one -> first.putIfAbsent(one.key(), one));
      super.park(refused, now);
    }

    @Override
    public List<Parked> waitingFor(Collection<RowRef> rows, long after, int atMost) {
      return super.waitingFor(rows, after, atMost).stream()
          .map(one -> first.getOrDefault(one.key(), one))
          .toList();
    }
  }

  /** What waits is never tried again when its reason goes. */
  static final class NotWoken extends PassingWaiting {
    NotWoken(WaitingWrites waiting) {
      super(waiting);
    }

    @Override
    public List<Parked> waitingFor(Collection<RowRef> rows, long after, int atMost) {
      return List.of();
    }
  }
}
