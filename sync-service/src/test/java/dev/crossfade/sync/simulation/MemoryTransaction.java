package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.apply.DecidedStates;
import dev.crossfade.sync.apply.TargetRows;
import dev.crossfade.sync.apply.WaitingWrites;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Instant;

/** A transaction of the database in memory. Any of its statements may fail. */
final class MemoryTransaction implements ApplyTransaction {
  private final MemoryTables tables;
  private final LogPartition partition;
  private final Faults faults;
  private final DecidedStates decided;
  private final TargetRows rows;
  private final WaitingWrites waiting;

  MemoryTransaction(
      MemoryTables tables, LogPartition partition, Blueprint blueprint, Faults faults) {
    this.tables = tables;
    this.partition = partition;
    this.faults = faults;
    this.decided = new MemoryStates(tables, partition, blueprint);
    this.rows = new MemoryRows(tables, blueprint);
    this.waiting = new MemoryWaiting(tables, partition);
  }

  @Override
  public boolean advance(long from, long to, Instant now) {
    faults.statement();
    Applied applied = tables.positions.get(partition.partition());
    if (applied == null || applied.nextOffset() != from) {
      return false;
    }
    tables.positions.put(
        partition.partition(), new Applied(to, applied.topicId(), applied.partitions()));
    return true;
  }

  @Override
  public DecidedStates decided() {
    faults.statement();
    return decided;
  }

  @Override
  public TargetRows rows() {
    faults.statement();
    return rows;
  }

  @Override
  public WaitingWrites waiting() {
    faults.statement();
    return waiting;
  }
}
