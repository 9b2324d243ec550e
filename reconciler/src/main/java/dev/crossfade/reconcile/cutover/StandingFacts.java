package dev.crossfade.reconcile.cutover;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.CONFLICT;
import static dev.crossfade.database.schema.Tables.HELD_EVENT;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;
import static dev.crossfade.database.schema.Tables.SOURCE_PROGRESS;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.count;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverRule;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.cutover.GateNumbers.Next;
import dev.crossfade.reconcile.cutover.GateNumbers.Waiting;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;

/** The facts as the proofs, PostgreSQL and Kafka have them. Thread-safe. */
public final class StandingFacts implements GateFacts {
  private final Migration migration;
  private final ReconcilerStore store;
  private final ProofBoard board;
  private final LogEnds ends;
  private final Reported reported;

  /**
   * What clients and services report of themselves.
   *
   * @param mismatches tenants whose read-compare reported a difference in the last hour
   * @param errors failed of all requests for records in the last 5 minutes, in basis points; 0
   *     where that is not known
   */
  public record Reported(LongSupplier mismatches, LongSupplier errors) {
    /** Nobody reports. */
    public static final Reported NOTHING = new Reported(() -> 0, () -> 0);
  }

  public StandingFacts(
      Migration migration,
      ReconcilerStore store,
      ProofBoard board,
      LogEnds ends,
      Reported reported) {
    this.migration = migration;
    this.store = store;
    this.board = board;
    this.ends = ends;
    this.reported = reported;
  }

  /** How many of something each tenant has. */
  private record Counts(
      Map<String, Long> parked,
      Map<String, Long> holes,
      Map<String, Long> held,
      Map<String, Long> conflicts) {}

  @Override
  public GateNumbers numbers(Cutover cutover, Share next) {
    requireBoard();
    Predicate<String> letIn = letIn(cutover, next);
    return asked(
        (tx, id) -> {
          Counts counts =
              new Counts(parked(tx, id), holes(tx, id), held(tx, id), conflicts(tx, id));
          return new GateNumbers(
              CleanRuns.latest(tx, id, CleanRuns.EITHER, cutover).orElse(null),
              drift(tx, id),
              next(letIn),
              lag(tx, id),
              new Waiting(
                  sum(counts.parked(), letIn.or(tenant -> reads(cutover, tenant))),
                  sum(counts.holes(), letIn),
                  sum(counts.held(), letIn),
                  sum(counts.conflicts(), letIn)),
              reported.mismatches().getAsLong(),
              reported.errors().getAsLong());
        });
  }

  @Override
  public Cohort cohort(Cutover cutover, Share next) {
    requireBoard();
    long verified = 0;
    long reading = 0;
    for (var entry : board.all().entrySet()) {
      verified += entry.getValue().state() == ProofState.VERIFIED ? 1 : 0;
      reading += reads(cutover, entry.getKey()) ? 1 : 0;
    }
    return new Cohort(board.all().size(), verified, reading, next(letIn(cutover, next)).tenants());
  }

  @Override
  public Optional<TenantProof> proof(String tenant) {
    return board.of(tenant);
  }

  @Override
  public Optional<CleanRun> cleanRows(Cutover cutover) {
    return asked((tx, id) -> CleanRuns.latest(tx, id, CleanRuns.ROWS, cutover));
  }

  /** Those that a raise would let in; to target, all that are not pinned. */
  private static Predicate<String> letIn(Cutover cutover, Share next) {
    return tenant -> {
      if (cutover.pins().containsKey(tenant)) {
        return false;
      }
      return next.mode() == Mode.TARGET
          || (next.includes(cutover.bucket(tenant)) && !cutover.admits(tenant));
    };
  }

  private Next next(Predicate<String> letIn) {
    long tenants = 0;
    long verified = 0;
    for (var entry : board.all().entrySet()) {
      if (letIn.test(entry.getKey())) {
        tenants++;
        verified += entry.getValue().state() == ProofState.VERIFIED ? 1 : 0;
      }
    }
    return new Next(tenants, verified);
  }

  private boolean reads(Cutover cutover, String tenant) {
    TenantProof proof = board.of(tenant).orElse(null);
    return CutoverRule.decide(cutover, proof, tenant, null).reads() == Reads.TARGET;
  }

  private long lag(DSLContext tx, short id) {
    int partitions =
        migration
            .log()
            .orElseThrow(() -> new FactsUnavailableException("The log is not known yet."))
            .partitions();
    var a = APPLIED_POSITION;
    Map<Integer, Long> applied =
        tx.select(a.PARTITION, a.NEXT_OFFSET)
            .from(a)
            .where(a.MIGRATION.eq(id))
            .fetchMap(a.PARTITION, a.NEXT_OFFSET);
    long lag = 0;
    for (var end : ends.of(migration.topics().changes(), partitions).entrySet()) {
      lag += Math.max(0, end.getValue() - applied.getOrDefault(end.getKey(), 0L));
    }
    return lag;
  }

  private static long drift(DSLContext tx, short id) {
    var i = RECONCILIATION_ISSUE;
    return tx.fetchCount(
        i, i.MIGRATION.eq(id), i.OPEN.isTrue(), i.DRIFT.isTrue(), i.STATE.ne("accepted"));
  }

  private static Map<String, Long> parked(DSLContext tx, short id) {
    var p = PARKED_WRITE;
    return counts(
        tx.select(p.TENANT, count()).from(p).where(p.MIGRATION.eq(id)).groupBy(p.TENANT).fetch());
  }

  private static Map<String, Long> holes(DSLContext tx, short id) {
    var s = SOURCE_PROGRESS;
    return counts(
        tx.select(s.TENANT, count())
            .from(s)
            .where(s.MIGRATION.eq(id), cardinality(s.HOLES).gt(0))
            .groupBy(s.TENANT)
            .fetch());
  }

  private static Map<String, Long> held(DSLContext tx, short id) {
    var h = HELD_EVENT;
    return counts(
        tx.select(h.TENANT, count())
            .from(h)
            .where(h.MIGRATION.eq(id), h.TENANT.isNotNull())
            .groupBy(h.TENANT)
            .fetch());
  }

  private static Map<String, Long> conflicts(DSLContext tx, short id) {
    var c = CONFLICT;
    return counts(
        tx.select(c.TENANT, count())
            .from(c)
            .where(c.MIGRATION.eq(id), c.STATE.eq("WAITING"))
            .groupBy(c.TENANT)
            .fetch());
  }

  private static Map<String, Long> counts(Result<Record2<String, Integer>> rows) {
    Map<String, Long> counts = new HashMap<>();
    rows.forEach(row -> counts.put(row.value1(), (long) row.value2()));
    return counts;
  }

  private static long sum(Map<String, Long> counts, Predicate<String> of) {
    long sum = 0;
    for (var count : counts.entrySet()) {
      sum += of.test(count.getKey()) ? count.getValue() : 0;
    }
    return sum;
  }

  private void requireBoard() {
    if (!board.caughtUp()) {
      throw new FactsUnavailableException("The proofs of the tenants are not read yet.");
    }
  }

  private interface Query<T> {
    T ask(DSLContext tx, short migration);
  }

  private <T> T asked(Query<T> query) {
    try {
      short id = store.migrationId(migration.name());
      return store.reads().snapshot(tx -> query.ask(tx, id));
    } catch (DataAccessException e) {
      throw new FactsUnavailableException("PostgreSQL does not answer.", e);
    }
  }
}
