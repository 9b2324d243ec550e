package dev.crossfade.sync.simulation;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.store.BucketSums.Bucket;
import dev.crossfade.sync.store.LogPartition;
import java.util.HashMap;
import java.util.Map;

class MemoryStoreTest extends StoreContract {
  private final MemoryStore memory = new MemoryStore(World.BLUEPRINT, Faults.none());
  private final ApplyStore store = memory.session("contract");

  @Override
  ApplyStore store() {
    return store;
  }

  @Override
  LogPartition partition() {
    return new LogPartition((short) 1, Partitioner.partition(Events.TENANT, World.PARTITIONS));
  }

  @Override
  Map<Bucket, BucketSum> sums() {
    Map<Bucket, BucketSum> sums = new HashMap<>();
    memory.tables().sums.all().forEach((at, sum) -> sums.put(at.bucket(), sum));
    return sums;
  }
}
