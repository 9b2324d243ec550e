package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_FINDING;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Ends runs: each of these is to be called within a transaction of its own. */
public final class Conclusion {
  private Conclusion() {}

  /** Ends the run where nothing of it is left to do. */
  static Optional<RunState> ifDone(DSLContext tx, Run run, Instant now) {
    if (!Runs.lock(tx, run.id())) {
      return Optional.empty();
    }
    List<RunPart> parts = Parts.list(tx, run.id());
    if (parts.stream().anyMatch(part -> part.state() == RunPart.State.OPEN)) {
      return Optional.empty();
    }
    return Optional.of(end(tx, run, parts, now));
  }

  private static RunState end(DSLContext tx, Run run, List<RunPart> parts, Instant now) {
    boolean indeterminate = parts.isEmpty() || parts.stream().anyMatch(RunPart::indeterminate);
    RunState verdict = RunState.verdict(false, drift(tx, run), indeterminate);
    Marks.rows(tx, run, parts, now);
    finish(tx, run.id(), verdict, now);
    return verdict;
  }

  /** How many confirmed differences stand that nobody has accepted. */
  private static long drift(DSLContext tx, Run run) {
    var f = RECONCILIATION_FINDING;
    var i = RECONCILIATION_ISSUE;
    long kept =
        tx.fetchCount(
            tx.selectOne()
                .from(f)
                .join(i)
                .on(i.ID.eq(f.ISSUE))
                .where(
                    f.RECONCILIATION.eq(run.id()),
                    i.DRIFT.isTrue(),
                    i.STATE.eq(Issue.State.CONFIRMED.word())));
    return kept > 0 || !Marks.tooMany(tx, run) ? kept : 1;
  }

  /**
   * Ends the run before its time: what was not compared cannot be told.
   *
   * @return whether it was unfinished
   */
  public static boolean cancel(DSLContext tx, Run run, String by, Instant now) {
    if (!Runs.lock(tx, run.id())) {
      return false;
    }
    tx.update(RECONCILIATION)
        .set(RECONCILIATION.CANCELLED_BY, by)
        .where(RECONCILIATION.ID.eq(run.id()))
        .execute();
    Parts.giveUp(tx, run.id(), "the run was cancelled", now);
    end(tx, run, Parts.list(tx, run.id()), now);
    return true;
  }

  /** Ends the run with what has been compared. */
  static void giveUp(DSLContext tx, Run run, String why, Instant now) {
    if (Runs.lock(tx, run.id())) {
      Parts.giveUp(tx, run.id(), why, now);
      end(tx, run, Parts.list(tx, run.id()), now);
    }
  }

  /** Ends the run: it cannot be done. */
  static void fail(DSLContext tx, Run run, String why, Instant now) {
    if (Runs.lock(tx, run.id())) {
      Parts.giveUp(tx, run.id(), why, now);
      tx.update(RECONCILIATION)
          .set(RECONCILIATION.FAILURE, why)
          .where(RECONCILIATION.ID.eq(run.id()))
          .execute();
      finish(tx, run.id(), RunState.FAILED, now);
    }
  }

  private static void finish(DSLContext tx, UUID run, RunState state, Instant now) {
    tx.update(RECONCILIATION)
        .set(RECONCILIATION.STATE, state.word())
        .set(RECONCILIATION.FINISHED_AT, now)
        .set(
            RECONCILIATION.STARTED_AT,
            org.jooq.impl.DSL.coalesce(RECONCILIATION.STARTED_AT, RECONCILIATION.REQUESTED_AT))
        .where(RECONCILIATION.ID.eq(run))
        .execute();
  }
}
