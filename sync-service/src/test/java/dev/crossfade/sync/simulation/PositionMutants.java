package dev.crossfade.sync.simulation;

import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.apply.RecordWrite;
import dev.crossfade.sync.apply.TargetRows;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What can be done wrong with the position row. */
final class PositionMutants {
  private PositionMutants() {}

  private static long next(MemoryTables tables, LogPartition partition) {
    Applied applied = tables.positions.get(partition.partition());
    return applied == null ? 0 : applied.nextOffset();
  }

  /** The offset is committed on its own, before the rows are. */
  static final class Before extends PassingStore {
    private final MemoryTables tables;

    Before(ApplyStore store, MemoryTables tables) {
      super(store);
      this.tables = tables;
    }

    @Override
    ApplyTransaction within(LogPartition partition, ApplyTransaction tx) {
      return new PassingTransaction(tx) {
        @Override
        public boolean advance(long from, long to, Instant now) {
          boolean ours = super.advance(from, to, now);
          tables.positions.commit();
          return ours;
        }
      };
    }
  }

  /** The offset is committed on its own, after the rows are. */
  static final class After extends PassingStore {
    private final MemoryTables tables;

    After(ApplyStore store, MemoryTables tables) {
      super(store);
      this.tables = tables;
    }

    @Override
    public <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work) {
      List<Runnable> later = new ArrayList<>();
      T result =
          store.transaction(
              partition,
              tx ->
                  work.apply(
                      new PassingTransaction(tx) {
                        @Override
                        public boolean advance(long from, long to, Instant now) {
                          later.add(() -> move(partition, from, to, now));
                          return next(tables, partition) == from;
                        }
                      }));
      later.forEach(Runnable::run);
      return result;
    }

    private void move(LogPartition partition, long from, long to, Instant now) {
      store.transaction(partition, tx -> tx.advance(from, to, now));
    }
  }

  /** The offset is set, wherever it stood. */
  static final class Unconditional extends PassingStore {
    private final MemoryTables tables;

    Unconditional(ApplyStore store, MemoryTables tables) {
      super(store);
      this.tables = tables;
    }

    @Override
    ApplyTransaction within(LogPartition partition, ApplyTransaction tx) {
      return new PassingTransaction(tx) {
        @Override
        public boolean advance(long from, long to, Instant now) {
          return super.advance(next(tables, partition), to, now);
        }
      };
    }
  }

  /** A batch whose commit was not answered is applied again, wherever the row stands. */
  static final class BlindRetry extends PassingStore {
    private final MemoryTables tables;
    private final Set<LogPartition> unanswered = new HashSet<>();

    BlindRetry(ApplyStore store, MemoryTables tables) {
      super(store);
      this.tables = tables;
    }

    @Override
    public <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work) {
      try {
        T result = super.transaction(partition, work);
        unanswered.remove(partition);
        return result;
      } catch (StoreFault fault) {
        unanswered.add(partition);
        throw fault;
      }
    }

    @Override
    ApplyTransaction within(LogPartition partition, ApplyTransaction tx) {
      boolean blind = unanswered.contains(partition);
      return new PassingTransaction(tx) {
        @Override
        public boolean advance(long from, long to, Instant now) {
          return super.advance(blind ? next(tables, partition) : from, to, now);
        }
      };
    }
  }

  /** A worker whose compare-and-set fails goes on all the same. */
  static final class Unfenced extends PassingStore {
    Unfenced(ApplyStore store) {
      super(store);
    }

    @Override
    ApplyTransaction within(LogPartition partition, ApplyTransaction tx) {
      return new PassingTransaction(tx) {
        @Override
        public boolean advance(long from, long to, Instant now) {
          super.advance(from, to, now);
          return true;
        }
      };
    }
  }

  /** Rows of a transaction that failed are written later, behind no fence. */
  static final class WriteBehind extends PassingStore {
    private final Map<LogPartition, List<RecordWrite>> behind = new HashMap<>();

    WriteBehind(ApplyStore store) {
      super(store);
    }

    @Override
    public <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work) {
      List<RecordWrite> old = behind.getOrDefault(partition, List.of());
      if (!old.isEmpty()) {
        store.transaction(partition, tx -> tx.rows().write(old));
      }
      behind.remove(partition);
      List<RecordWrite> now = new ArrayList<>();
      try {
        return store.transaction(partition, tx -> work.apply(noting(tx, now)));
      } catch (StoreFault fault) {
        behind.put(partition, now);
        throw fault;
      }
    }

    private static ApplyTransaction noting(ApplyTransaction tx, List<RecordWrite> now) {
      return new PassingTransaction(tx) {
        @Override
        public TargetRows rows() {
          return writes -> {
            now.addAll(writes);
            return super.rows().write(writes);
          };
        }
      };
    }
  }
}
