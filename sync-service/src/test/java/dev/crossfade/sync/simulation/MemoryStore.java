package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.sync.apply.ApplyStore;
import dev.crossfade.sync.apply.ApplyTransaction;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory. Its transactions are one behind the other, as those of one partition are in
 * PostgreSQL behind the position row. It notes how the position rows move, as a trigger could.
 */
final class MemoryStore {
  private final MemoryTables tables = new MemoryTables();
  private final Blueprint blueprint;
  private final Faults faults;
  private final List<Commit> commits = new ArrayList<>();
  private boolean busy;

  /** A committed transaction, by how it moved a partition: not at all where both are the same. */
  record Commit(int partition, long from, long to, String worker) {}

  MemoryStore(Blueprint blueprint, Faults faults) {
    this.blueprint = blueprint;
    this.faults = faults;
  }

  MemoryTables tables() {
    return tables;
  }

  /** The transactions that changed anything, in order, since the last restore. */
  List<Commit> commits() {
    return commits;
  }

  /** A backup; run, it puts the database back, and all that was done since then is gone. */
  Runnable backup() {
    Runnable restore = tables.backup();
    List<Commit> until = List.copyOf(commits);
    return () -> {
      restore.run();
      commits.clear();
      commits.addAll(until);
    };
  }

  /** The connections of one worker. */
  ApplyStore session(String worker) {
    return new Session(worker);
  }

  private final class Session implements ApplyStore {
    private final String worker;

    Session(String worker) {
      this.worker = worker;
    }

    @Override
    public @Nullable Applied position(LogPartition partition) {
      faults.statement();
      return tables.positions.get(partition.partition());
    }

    @Override
    public void begin(LogPartition partition, Applied at, Instant now) {
      faults.statement();
      if (!tables.positions.has(partition.partition())) {
        tables.positions.put(partition.partition(), at);
        tables.commit();
      }
    }

    @Override
    public <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work) {
      if (busy) {
        throw new IllegalStateException("transactions do not lie inside each other");
      }
      busy = true;
      long from = next(partition);
      try {
        T result = work.apply(new MemoryTransaction(tables, partition, blueprint, faults));
        commit(partition, from);
        return result;
      } finally {
        tables.rollback();
        busy = false;
      }
    }

    private void commit(LogPartition partition, long from) {
      Faults.Commit fate = faults.commit();
      if (fate == Faults.Commit.LOST) {
        throw new StoreFault("gone before the commit");
      }
      if (tables.changed()) {
        commits.add(new Commit(partition.partition(), from, next(partition), worker));
      }
      tables.commit();
      if (fate == Faults.Commit.ANSWER_LOST) {
        throw new StoreFault("no answer to the commit");
      }
    }

    private long next(LogPartition partition) {
      Applied applied = tables.positions.get(partition.partition());
      return applied == null ? 0 : applied.nextOffset();
    }
  }
}
