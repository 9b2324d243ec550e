package dev.crossfade.sync.simulation;

import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Passes everything on; what a mutant does otherwise it overrides. */
class PassingStore implements ApplyStore {
  final ApplyStore store;

  PassingStore(ApplyStore store) {
    this.store = store;
  }

  @Override
  public @Nullable Applied position(LogPartition partition) {
    return store.position(partition);
  }

  @Override
  public void begin(LogPartition partition, Applied at, Instant now) {
    store.begin(partition, at, now);
  }

  @Override
  public <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work) {
    return store.transaction(partition, tx -> work.apply(within(partition, tx)));
  }

  /** What the work is given instead of the transaction. */
  ApplyTransaction within(LogPartition partition, ApplyTransaction tx) {
    return tx;
  }
}
