package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.apply.WaitingWrites;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RowRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Passes everything on; what a mutant does otherwise it overrides. */
class PassingWaiting implements WaitingWrites {
  final WaitingWrites waiting;

  PassingWaiting(WaitingWrites waiting) {
    this.waiting = waiting;
  }

  @Override
  public boolean any() {
    return waiting.any();
  }

  @Override
  public void park(List<Parked> refused, Instant now) {
    waiting.park(refused, now);
  }

  @Override
  public void remove(Collection<RecordKey> keys) {
    waiting.remove(keys);
  }

  @Override
  public void again(Collection<Parked> refused, Instant now) {
    waiting.again(refused, now);
  }

  @Override
  public List<Parked> waitingFor(Collection<RowRef> rows, long after, int atMost) {
    return waiting.waitingFor(rows, after, atMost);
  }

  @Override
  public List<Parked> due(Instant now, int atMost) {
    return waiting.due(now, atMost);
  }
}
