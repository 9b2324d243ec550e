package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_PART;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.database.schema.tables.records.ReconciliationPartRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The parts of runs in their table. Who takes one has it until a time; if it is silent until then,
 * another one does the part again from its start.
 */
public final class Parts {
  /** How often a part may end in a fault before its run does. */
  private static final int TRIES = 3;

  private Parts() {}

  /** The parts that a run consists of. */
  static Set<Integer> of(RunOrder order, int partitions) {
    Set<Integer> parts = new TreeSet<>();
    Set<String> tenants = order.scope().tenants();
    if (tenants == null) {
      for (int i = 0; i < partitions; i++) {
        parts.add(i);
      }
    } else {
      tenants.forEach(tenant -> parts.add(Partitioner.partition(tenant, partitions)));
    }
    if (order.level() == Level.ROWS) {
      parts.add(Work.TABLES);
    }
    return parts;
  }

  /**
   * Begins a run whose turn it is; does nothing where it has begun, or ended.
   *
   * @param control a control version that was known before the call: what the run finds lies behind
   *     it
   */
  static void begin(DSLContext tx, Run run, int partitions, long control, Instant now) {
    if (!Runs.lock(tx, run.id())) {
      return;
    }
    int begun =
        tx.update(RECONCILIATION)
            .set(RECONCILIATION.STARTED_AT, now)
            .set(RECONCILIATION.CONTROL_VERSION, control)
            .where(RECONCILIATION.ID.eq(run.id()), RECONCILIATION.STARTED_AT.isNull())
            .execute();
    if (begun == 0) {
      return;
    }
    List<ReconciliationPartRecord> rows = new ArrayList<>();
    for (int part : of(run.order(), partitions)) {
      ReconciliationPartRecord row = tx.newRecord(RECONCILIATION_PART);
      row.setReconciliation(run.id());
      row.setPart(part);
      row.setState(RunPart.State.OPEN.word());
      row.setExpected(0L);
      row.setTries(0);
      rows.add(row);
    }
    tx.batchInsert(rows).execute();
  }

  /** The parts, in order. */
  public static List<RunPart> list(DSLContext db, UUID run) {
    return db.selectFrom(RECONCILIATION_PART)
        .where(RECONCILIATION_PART.RECONCILIATION.eq(run))
        .orderBy(RECONCILIATION_PART.PART)
        .fetch(Parts::part);
  }

  /**
   * Takes a part that nobody has, if there is one.
   *
   * @param able those that can be done here
   */
  static Optional<Integer> take(
      DSLContext db, UUID run, Collection<Integer> able, String owner, Instant now, Instant until) {
    var p = RECONCILIATION_PART;
    return db.transactionResult(
        t -> {
          Integer free =
              t.dsl()
                  .select(p.PART)
                  .from(p)
                  .where(
                      p.RECONCILIATION.eq(run),
                      p.STATE.eq(RunPart.State.OPEN.word()),
                      p.TAKEN_UNTIL.isNull().or(p.TAKEN_UNTIL.lt(now)),
                      p.PART.in(able))
                  .orderBy(p.PART)
                  .limit(1)
                  .forUpdate()
                  .skipLocked()
                  .fetchOne(p.PART);
          if (free == null) {
            return Optional.empty();
          }
          t.dsl()
              .update(p)
              .set(p.OWNER, owner)
              .set(p.TAKEN_UNTIL, until)
              .set(p.STARTED_AT, now)
              .where(p.RECONCILIATION.eq(run), p.PART.eq(free))
              .execute();
          return Optional.of(free);
        });
  }

  /** Keeps a part for longer; whether it still is the owner's. */
  static boolean keep(DSLContext db, UUID run, int part, String owner, Instant until) {
    var p = RECONCILIATION_PART;
    return db.update(p).set(p.TAKEN_UNTIL, until).where(mine(run, part, owner)).execute() == 1;
  }

  /** Notes how many records there are to compare. */
  static void expect(DSLContext db, UUID run, int part, long expected) {
    var p = RECONCILIATION_PART;
    db.update(p)
        .set(p.EXPECTED, expected)
        .where(p.RECONCILIATION.eq(run), p.PART.eq(part))
        .execute();
  }

  /** Gives a part back undone, for anybody to take from then on. */
  static void release(DSLContext db, UUID run, int part, String owner, Instant from) {
    var p = RECONCILIATION_PART;
    db.update(p).setNull(p.OWNER).set(p.TAKEN_UNTIL, from).where(mine(run, part, owner)).execute();
  }

  /** Gives a part back that ended in a fault; whether that was once too often. */
  static boolean fault(DSLContext db, UUID run, int part, String owner, Instant from) {
    var p = RECONCILIATION_PART;
    Integer tries =
        db.update(p)
            .setNull(p.OWNER)
            .set(p.TAKEN_UNTIL, from)
            .set(p.TRIES, p.TRIES.plus(1))
            .where(mine(run, part, owner))
            .returningResult(p.TRIES)
            .fetchOne(p.TRIES);
    return tries != null && tries >= TRIES;
  }

  /** Writes what came of a part; whether it still was the owner's, else nothing may be written. */
  static boolean done(DSLContext tx, UUID run, RunPart part, String owner) {
    var p = RECONCILIATION_PART;
    return tx.update(p)
            .set(p.STATE, part.state().word())
            .setNull(p.TAKEN_UNTIL)
            .set(p.FINISHED_AT, part.finishedAt())
            .set(p.POSITIONS, PartJson.stored(PartJson.positions(part.positions())))
            .set(p.WHY, part.why())
            .set(p.DOMAINS, PartJson.stored(PartJson.domains(part.domains())))
            .set(p.COST, PartJson.stored(PartJson.cost(part.cost())))
            .set(p.UNCLEAR, part.unclear().toArray(String[]::new))
            .where(mine(run, part.part(), owner))
            .execute()
        == 1;
  }

  /** What is not done yet will not be. */
  static void giveUp(DSLContext tx, UUID run, String why, Instant now) {
    var p = RECONCILIATION_PART;
    tx.update(p)
        .set(p.STATE, RunPart.State.INDETERMINATE.word())
        .set(p.WHY, why)
        .set(p.FINISHED_AT, now)
        .where(p.RECONCILIATION.eq(run), p.STATE.eq(RunPart.State.OPEN.word()))
        .execute();
  }

  /** When something last happened to any part; null where nothing has. */
  static @Nullable Instant lastActivity(DSLContext db, UUID run) {
    var p = RECONCILIATION_PART;
    return db.select(DSL.max(DSL.greatest(p.FINISHED_AT, p.STARTED_AT, p.TAKEN_UNTIL)))
        .from(p)
        .where(p.RECONCILIATION.eq(run))
        .fetchSingle()
        .value1();
  }

  private static org.jooq.Condition mine(UUID run, int part, String owner) {
    var p = RECONCILIATION_PART;
    return p.RECONCILIATION
        .eq(run)
        .and(p.PART.eq(part))
        .and(p.OWNER.eq(owner))
        .and(p.STATE.eq(RunPart.State.OPEN.word()));
  }

  private static RunPart part(ReconciliationPartRecord row) {
    String[] unclear = row.getUnclear();
    return new RunPart(
        row.getPart(),
        RunPart.State.ofWord(row.getState()),
        row.getStartedAt(),
        row.getFinishedAt(),
        row.getExpected(),
        PartJson.readPositions(row.getPositions()),
        row.getWhy(),
        PartJson.readDomains(row.getDomains()),
        PartJson.readCost(row.getCost()),
        unclear == null ? List.of() : List.of(unclear));
  }
}
