package dev.crossfade.reconcile.fold;

import dev.crossfade.reconcile.fold.FoldAnswer.At;
import dev.crossfade.reconcile.fold.FoldAnswer.Behind;
import dev.crossfade.reconcile.fold.FoldAnswer.Halted;
import dev.crossfade.reconcile.fold.FoldAnswer.NotHere;
import dev.crossfade.reconcile.fold.FoldAnswer.Pruned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One partition's fold while this process has it: its tables, how far it is, and the lock that the
 * folding thread holds for each event and a reader for each short reading. The lock is fair: the
 * folding thread would else take it again before a reader has woken up.
 */
final class PartitionFold {
  private final int partition;
  private final FoldTables tables;
  private final ReentrantLock lock = new ReentrantLock(true);

  // Guarded by lock.
  private final Map<PartitionView, Long> pins = new HashMap<>();
  private final RecentTenants recent;
  private Progress progress;
  private boolean open = true;
  private @Nullable String halted;

  private boolean gap;

  /** The offset that the log is to come with next; -1 where any one may come first. */
  private long expected = -1;

  PartitionFold(int partition, FoldTables tables, Progress progress) {
    this.partition = partition;
    this.tables = tables;
    this.progress = progress;
    this.recent = new RecentTenants(progress.next());
  }

  int partition() {
    return partition;
  }

  /** The answer of {@link Fold#at}; at the end where no position is named. */
  FoldAnswer at(@Nullable Long nextOffset) {
    lock.lock();
    try {
      if (!open) {
        return new NotHere();
      }
      if (halted != null) {
        return new Halted(halted);
      }
      long at = nextOffset == null ? progress.next() : nextOffset;
      if (at > progress.next()) {
        return new Behind(progress.next());
      }
      if (at < progress.floor()) {
        return new Pruned(progress.floor());
      }
      PartitionView view = new PartitionView(this, progress.topicId(), at);
      pins.put(view, at);
      return new At(view);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A short reading of the tables for a view.
   *
   * @throws FoldLostException once the partition is not here any more
   */
  <T> T read(PartitionView view, Function<FoldTables, T> reading) {
    lock.lock();
    try {
      if (!open || !pins.containsKey(view)) {
        throw new FoldLostException(partition);
      }
      return reading.apply(tables);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether the event at this offset is the next one. One that was folded before is not, and is
   * left out, as long as the log comes without a gap; with a gap the partition stands still.
   */
  boolean follows(long offset) {
    lock.lock();
    try {
      long next = progress.next();
      if (offset == next && (expected < 0 || expected == offset)) {
        expected = offset + 1;
        return true;
      }
      if (offset > next || (expected >= 0 && offset != expected)) {
        gap = true;
        halted =
            "Partition "
                + partition
                + " is folded up to offset "
                + next
                + ", but the log goes on at "
                + offset
                + ".";
      }
      expected = offset + 1;
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Something that the folding thread does with the tables. */
  void write(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  void release(PartitionView view) {
    lock.lock();
    try {
      pins.remove(view);
    } finally {
      lock.unlock();
    }
  }

  Progress progress() {
    lock.lock();
    try {
      return progress;
    } finally {
      lock.unlock();
    }
  }

  /** Notes and stores how far it is. Called with the lock held. */
  void progress(Progress next) {
    progress = next;
    tables.progress(next);
  }

  /** Notes whose event it was. Called with the lock held. */
  void moved(String tenant, long offset) {
    recent.moved(tenant, offset);
  }

  /** The tenants with an event at or above an offset; null where that is not known any more. */
  @Nullable Set<String> movedSince(PartitionView view, long offset) {
    return read(view, tables -> Optional.ofNullable(recent.since(offset))).orElse(null);
  }

  /** The lowest position that an open view stands at. Called with the lock held. */
  long lowestPin() {
    long lowest = Long.MAX_VALUE;
    for (long pin : pins.values()) {
      lowest = Math.min(lowest, pin);
    }
    return lowest;
  }

  @Nullable String halted() {
    lock.lock();
    try {
      return halted;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it stands still as the log did not go on where it ends. */
  boolean hasGap() {
    lock.lock();
    try {
      return gap;
    } finally {
      lock.unlock();
    }
  }

  void halt(String why) {
    write(() -> halted = why);
  }

  /** The stores are about to be closed. */
  void close() {
    write(
        () -> {
          open = false;
          pins.clear();
        });
  }
}
