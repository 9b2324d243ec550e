package dev.crossfade.sync.apply;

import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the log is applied to, as far as applying is concerned: PostgreSQL, and in simulations a
 * store in memory. Implementations are thread-safe.
 */
public interface ApplyStore {
  /** The partition's position row; null where it was never begun. */
  @Nullable Applied position(LogPartition partition);

  /** Begins a partition, unless it is begun already. */
  void begin(LogPartition partition, Applied at, Instant now);

  /**
   * Runs work in one transaction, which is committed when the work returns, and undone when it
   * throws. A fault of the commit itself leaves open which of both it was: the position row tells.
   *
   * @throws RuntimeException what the work throws, and a fault of the store
   */
  <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work);
}
