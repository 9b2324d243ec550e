package dev.crossfade.reconcile.parts;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;

import dev.crossfade.core.log.Position;
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

/** Reads PostgreSQL and the fold at one position: that which is applied in one transaction. */
final class AtPosition {
  /** How long a fold may take to come there: docs/reconciling.md, "The life of a difference". */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long LOOK_MILLIS = 25;

  /** A pass over a large table answers nothing for as long as it takes. */
  private static final int ANSWER_MILLIS = (int) Duration.ofHours(12).toMillis();

  private final Database database;

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
   * no lock that anybody waits for. The pool sets its own limits again when it gets the connection
   * back.
   */
  static void unhurried(DSLContext tx) {
    tx.connection(connection -> connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS));
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
    return switch (awaited(tx, fold, new Position(work.part(), next), patience())) {
      case FoldAnswer.At(FoldView view) -> {
        try (view) {
          yield new Read.Done<>(reading.at(tx, view));
        }
      }
      case FoldAnswer.Behind(long at) ->
          new Read.Untold<>(
              "the fold had not come to " + work.part() + ":" + next + ", only to " + at);
      case FoldAnswer.Pruned(long floor) ->
          new Read.Untold<>("the fold cannot be asked below " + floor);
      case FoldAnswer.Halted(String halted) -> new Read.Untold<>(halted);
      case FoldAnswer.NotHere() -> new Read.NotHere<>();
    };
  }

  /** Until when to wait for a fold, as {@link System#nanoTime} has it. */
  static long patience() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  /**
   * What the fold answers once it has come to the position; as it is when the patience ends, if it
   * has not.
   *
   * @param tx the transaction that stays open meanwhile
   * @throws StoppedException when the process is told to stop
   */
  static FoldAnswer awaited(DSLContext tx, Fold fold, Position at, long end) {
    FoldAnswer answer = fold.at(at.partition(), at.offset());
    while (answer instanceof FoldAnswer.Behind && System.nanoTime() - end < 0) {
      pause(tx);
      answer = fold.at(at.partition(), at.offset());
    }
    return answer;
  }

  /** Waits a moment; the server ends transactions that are idle. */
  private static void pause(DSLContext tx) {
    try {
      var _ = new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new StoppedException();
    }
    tx.fetch("select 1");
  }

  /** The process is told to stop: out of a transaction, where nothing else can say so. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppedException() {
      super("stopping", null, false, false);
    }
  }
}
