package dev.crossfade.sync.apply;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RowRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;

/** The parked writes in the schema {@code crossfade}. */
final class PostgresWaiting implements WaitingWrites {
  private final DSLContext tx;
  private final LogPartition partition;

  PostgresWaiting(DSLContext tx, LogPartition partition) {
    this.tx = tx;
    this.partition = partition;
  }

  @Override
  public boolean any() {
    return ParkedWrites.any(tx, partition);
  }

  @Override
  public void park(List<Parked> refused, Instant now) {
    ParkedWrites.park(tx, partition, refused, now);
  }

  @Override
  public void remove(Collection<RecordKey> keys) {
    ParkedWrites.remove(tx, partition.migration(), keys);
  }

  @Override
  public void again(Collection<Parked> refused, Instant now) {
    ParkedWrites.again(tx, partition.migration(), refused, now);
  }

  @Override
  public List<Parked> waitingFor(Collection<RowRef> rows, long after, int atMost) {
    return ParkedWrites.waitingFor(tx, partition.migration(), rows, after, atMost);
  }

  @Override
  public List<Parked> due(Instant now, int atMost) {
    return ParkedWrites.due(tx, partition, now, atMost);
  }
}
