package dev.crossfade.reconcile.cutover;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;

import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.cutover.SwitchStep.Compared;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Parts;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunOrder;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.Runs;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** What switches go by, as the log, PostgreSQL and the proofs have it. Thread-safe. */
final class StandingSwitches implements SwitchFacts {
  private final Migration migration;
  private final ReconcilerStore store;
  private final ProofBoard board;
  private final LogEnds ends;
  private final Runnable wake;
  private final InstantSource clock;

  /**
   * @param wake tells those who compare that there is something to do
   */
  StandingSwitches(
      Migration migration,
      ReconcilerStore store,
      ProofBoard board,
      LogEnds ends,
      Runnable wake,
      InstantSource clock) {
    this.migration = migration;
    this.store = store;
    this.board = board;
    this.ends = ends;
    this.wake = wake;
    this.clock = clock;
  }

  private int partitions() {
    return migration
        .log()
        .orElseThrow(() -> new FactsUnavailableException("The log is not known yet."))
        .partitions();
  }

  private int partition(String tenant) {
    return Partitioner.partition(tenant, partitions());
  }

  @Override
  public long end(String tenant) {
    return ends.of(migration.topics().changes(), partitions()).getOrDefault(partition(tenant), 0L);
  }

  @Override
  public long applied(String tenant) {
    int partition = partition(tenant);
    var a = APPLIED_POSITION;
    Long next =
        asked(
            (db, id) ->
                Optional.ofNullable(
                        db.select(a.NEXT_OFFSET)
                            .from(a)
                            .where(a.MIGRATION.eq(id), a.PARTITION.eq(partition))
                            .fetchOne(a.NEXT_OFFSET))
                    .orElse(0L));
    return next;
  }

  @Override
  public void compare(TenantSwitch order) {
    RunOrder run =
        new RunOrder(
            Level.ROWS, new Scope(Set.of(order.tenant()), null, null), true, order.by(), null);
    Run asked =
        asked((db, id) -> Runs.submit(db, id, UUID.fromString(order.id()), run, clock.instant()));
    if (asked.queued()) {
      wake.run();
    }
  }

  @Override
  public @Nullable Compared compared(TenantSwitch order) {
    int partition = partition(order.tenant());
    UUID run = UUID.fromString(order.id());
    return asked(
            (db, id) ->
                Runs.find(db, id, run)
                    .map(found -> new Compared(found.state(), position(db, run, partition))))
        .orElse(null);
  }

  /** The lowest that a part of the run was at. */
  private static @Nullable Long position(DSLContext db, UUID run, int partition) {
    Long lowest = null;
    for (RunPart part : Parts.list(db, run)) {
      Long at = part.positions().get(partition);
      if (at != null) {
        lowest = lowest == null ? at : Long.valueOf(Math.min(lowest, at));
      }
    }
    return lowest;
  }

  @Override
  public Optional<TenantProof> proof(String tenant) {
    return board.of(tenant);
  }

  private <T> T asked(BiFunction<DSLContext, Short, T> query) {
    try {
      return query.apply(store.reads().dsl(), store.migrationId(migration.name()));
    } catch (DataAccessException e) {
      throw new FactsUnavailableException("PostgreSQL does not answer.", e);
    }
  }
}
