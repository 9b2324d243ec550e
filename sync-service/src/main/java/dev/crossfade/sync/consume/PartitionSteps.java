package dev.crossfade.sync.consume;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.Positions.Applied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with one partition, step by step: where it begins is asked of the database, its
 * batches are applied without a gap, and a step that meets a position row which stands elsewhere
 * leads back to the beginning. A step that throws was without effect here, and is to be tried
 * again: whether it had one in the database, the position row tells the next try. Without a thread
 * and without a clock; not thread-safe.
 */
public final class PartitionSteps {
  private final PartitionLog log;

  /** Where the partition stands, as far as known here; null when the database must be asked. */
  private @Nullable Long next;

  public PartitionSteps(PartitionLog log) {
    this.log = log;
  }

  /** What came of a step. */
  public sealed interface Step {
    /** A batch is committed, and the partition stands behind it. */
    record Applied(long next, BatchApplier.Result.Applied result) implements Step {}

    /** So many records have the current mapping now; there may be more. */
    record Rewritten(int records, boolean more) implements Step {}

    /** The partition stands where it stood. */
    record Unchanged() implements Step {}

    /**
     * The position row stands elsewhere, and nothing was done: another worker has the partition, or
     * this very batch was committed and only the answer got lost, or the database was put back to
     * an older state. {@link PartitionSteps#start} is next.
     */
    record Fenced() implements Step {}
  }

  /**
   * Asks the database where the partition stands, and begins it where it was never begun.
   *
   * @return the offset to read from
   * @throws Halt where log and database do not belong together
   * @throws RuntimeException when one of them does not answer
   */
  public long start() throws Halt, InterruptedException {
    next = null;
    ChangesLog recorded = log.recorded();
    LogIdentity.Found found = log.found();
    Applied applied = log.position();
    long start = LogIdentity.start(log.topic(), recorded, found, applied);
    if (applied == null) {
      log.begin(new Applied(start, found.topicId(), found.partitions()));
    }
    next = start;
    return start;
  }

  /**
   * Applies the records that were read next.
   *
   * @throws Halt when records are missing before them
   * @throws RuntimeException when the database fails
   */
  public Step apply(List<LogRecord> batch) throws Halt {
    long from = next();
    long first = batch.getFirst().position().offset();
    long to = batch.getLast().position().offset() + 1;
    if (first != from) {
      throw new Halt(
          log.name() + ": offset " + from + " is missing from the log, which goes on at " + first);
    }
    return switch (log.applier().apply(log.partition(), from, to, batch)) {
      case BatchApplier.Result.Applied applied -> {
        next = to;
        yield new Step.Applied(to, applied);
      }
      case BatchApplier.Result.Fenced fenced -> lost();
    };
  }

  /**
   * Brings a chunk of records to the current mapping.
   *
   * @throws RuntimeException when the database fails
   */
  public Step rewrite() {
    return switch (log.rewrite(next())) {
      case Rewriting.Result.Rewritten(int records, boolean more) ->
          new Step.Rewritten(records, more);
      case Rewriting.Result.Fenced fenced -> lost();
    };
  }

  /**
   * Looks whether the partition still stands where it was left. The row says otherwise when the
   * database was put back to an older state: then what is missing is applied again at once, and not
   * only when the next event comes.
   *
   * @throws RuntimeException when the database fails
   */
  public Step look() {
    Applied now = log.position();
    return now != null && now.nextOffset() == next() ? new Step.Unchanged() : lost();
  }

  private Step lost() {
    next = null;
    return new Step.Fenced();
  }

  private long next() {
    if (next == null) {
      throw new IllegalStateException("where the partition stands is to be asked first");
    }
    return next;
  }
}
