package dev.crossfade.sync.simulation;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.sync.apply.WaitingWrites;
import dev.crossfade.sync.simulation.MemoryTables.ParkedRow;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.RowRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The parked writes in memory. */
final class MemoryWaiting implements WaitingWrites {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(6);

  private final MemoryTables tables;
  private final int partition;

  MemoryWaiting(MemoryTables tables, LogPartition partition) {
    this.tables = tables;
    this.partition = partition.partition();
  }

  @Override
  public boolean any() {
    return tables.parked.values().stream().anyMatch(row -> row.partition() == partition);
  }

  @Override
  public void park(List<Parked> refused, Instant now) {
    for (Parked one : refused) {
      tables.parked.put(one.key(), new ParkedRow(one, partition, 0, now.plus(FIRST)));
    }
  }

  @Override
  public void remove(Collection<RecordKey> keys) {
    keys.forEach(tables.parked::remove);
  }

  @Override
  public void again(Collection<Parked> refused, Instant now) {
    for (Parked one : refused) {
      ParkedRow row = tables.parked.get(one.key());
      if (row != null) {
        Parked was = row.write();
        Parked is =
            new Parked(
                was.key(),
                was.offset(),
                one.reason(),
                one.detail(),
                one.waitsFor(),
                was.origin(),
                was.document());
        Duration wait = FIRST.multipliedBy(1L << Math.min(row.tries(), 10));
        Duration longest = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        tables.parked.put(
            one.key(), new ParkedRow(is, partition, row.tries() + 1, now.plus(longest)));
      }
    }
  }

  @Override
  public List<Parked> waitingFor(Collection<RowRef> rows, long after, int atMost) {
    if (tables.parked.isEmpty()) {
      return List.of();
    }
    return tables.parked.values().stream()
        .map(ParkedRow::write)
        .filter(one -> one.offset() > after && isAmong(rows, one))
        .sorted(Comparator.comparingLong(Parked::offset))
        .limit(atMost)
        .toList();
  }

  private static boolean isAmong(Collection<RowRef> rows, Parked one) {
    UUID row = one.waitsFor();
    return row != null && rows.contains(new RowRef(one.key().tenant(), row));
  }

  @Override
  public List<Parked> due(Instant now, int atMost) {
    return tables.parked.values().stream()
        .filter(row -> row.partition() == partition && !row.retryAt().isAfter(now))
        .sorted(Comparator.comparing(ParkedRow::retryAt))
        .limit(atMost)
        .map(ParkedRow::write)
        .toList();
  }
}
