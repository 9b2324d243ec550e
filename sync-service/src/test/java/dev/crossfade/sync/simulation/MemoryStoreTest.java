package dev.crossfade.sync.simulation;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.store.LogPartition;

class MemoryStoreTest extends StoreContract {
  private final ApplyStore store =
      new MemoryStore(World.BLUEPRINT, Faults.none()).session("contract");

  @Override
  ApplyStore store() {
    return store;
  }

  @Override
  LogPartition partition() {
    return new LogPartition((short) 1, Partitioner.partition(Events.TENANT, World.PARTITIONS));
  }
}
