package dev.crossfade.reconcile.parts;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;

import dev.crossfade.database.Database;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldLostException;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.run.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reads PostgreSQL and the fold at one position: that which is applied in one transaction. */
final class AtPosition {
  /** How long a fold may take to come there: docs/reconciling.md, "The life of a difference". */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long LOOK_MILLIS = 25;

  private final Database database;
  private final CountDownLatch never = new CountDownLatch(1);

  AtPosition(Database database) {
    this.database = database;
  }

  /** What is done there. */
  interface Reading<T> {
    T at(DSLContext tx, FoldView view);
  }

  /** What came of it. */
  sealed interface Read<T> {
    /** It was done. */
    record Done<T>(T value) implements Read<T> {}

    /** It cannot be told. */
    record Untold<T>(String why) implements Read<T> {}

    /** The fold is not here. */
    record NotHere<T>() implements Read<T> {}
  }

  /**
   * A comparison takes as long as it takes, and the server waits while the fold is read: it holds
   * no lock that anybody waits for.
   */
  static void unhurried(DSLContext tx) {
    tx.fetch(
        "select set_config(name, case name when 'idle_in_transaction_session_timeout' then '600000'"
            + " else '0' end, true) from pg_settings where name in ('statement_timeout',"
            + " 'transaction_timeout', 'idle_in_transaction_session_timeout')");
  }

  <T> Read<T> read(Work work, Fold fold, Reading<T> reading) throws InterruptedException {
    try {
      return database.snapshot(tx -> within(tx, work, fold, reading));
    } catch (FoldLostException e) {
      return new Read.NotHere<>();
    } catch (StoppedException e) {
      throw new InterruptedException("stopping");
    }
  }

  private <T> Read<T> within(DSLContext tx, Work work, Fold fold, Reading<T> reading) {
    unhurried(tx);
    var p = APPLIED_POSITION;
    Optional<Long> applied =
        tx.select(p.NEXT_OFFSET)
            .from(p)
            .where(p.MIGRATION.eq(work.migrationId()), p.PARTITION.eq(work.part()))
            .fetchOptional(p.NEXT_OFFSET);
    long next = applied.orElse(0L);
    long end = System.nanoTime() + PATIENCE.toNanos();
    @Nullable String why = null;
    while (why == null) {
      switch (fold.at(work.part(), next)) {
        case FoldAnswer.At(FoldView view) -> {
          try (view) {
            return new Read.Done<>(reading.at(tx, view));
          }
        }
        case FoldAnswer.Behind(long at) -> {
          if (System.nanoTime() - end > 0) {
            why = "the fold had not come to " + work.part() + ":" + next + ", only to " + at;
          } else {
            pause(tx);
          }
        }
        case FoldAnswer.Pruned(long floor) -> why = "the fold cannot be asked below " + floor;
        case FoldAnswer.Halted(String halted) -> why = halted;
        case FoldAnswer.NotHere() -> {
          return new Read.NotHere<>();
        }
      }
    }
    return new Read.Untold<>(why);
  }

  /** Waits a moment; the server ends transactions that are idle. */
  private void pause(DSLContext tx) {
    try {
      var _ = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new StoppedException();
    }
    tx.fetch("select 1");
  }

  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppedException() {
      super("stopping", null, false, false);
    }
  }
}
