package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;

import dev.crossfade.database.schema.tables.records.ReconciliationRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The runs in their table. */
public final class Runs {
  private Runs() {}

  /** Puts a run in line. */
  public static Run submit(DSLContext db, short migration, RunOrder order, Instant now) {
    return submit(db, migration, UUID.randomUUID(), order, now);
  }

  /** Puts a run of this id in line; where there is one it stays as it is. */
  public static Run submit(DSLContext db, short migration, UUID id, RunOrder order, Instant now) {
    ReconciliationRecord row = db.newRecord(RECONCILIATION);
    row.setId(id);
    row.setMigration(migration);
    row.setLevel(order.level().word());
    row.setTenants(array(order.scope().tenants()));
    row.setDomains(array(order.scope().domains()));
    row.setSources(array(order.scope().sources()));
    row.setShowValues(order.values());
    row.setState(RunState.RUNNING.word());
    row.setRequestedBy(order.by());
    row.setSchedule(order.schedule());
    row.setRequestedAt(now);
    row.setFindings(0L);
    db.insertInto(RECONCILIATION).set(row).onConflictDoNothing().execute();
    return require(db, migration, id);
  }

  /** The run of this id; empty where the migration has none. */
  public static Optional<Run> find(DSLContext db, short migration, UUID id) {
    return db.selectFrom(RECONCILIATION)
        .where(RECONCILIATION.ID.eq(id), RECONCILIATION.MIGRATION.eq(migration))
        .fetchOptional(Runs::run);
  }

  static Run require(DSLContext db, short migration, UUID id) {
    return find(db, migration, id).orElseThrow();
  }

  /** The runs in the order in which they were asked for, the latest first. */
  public static List<Run> list(DSLContext db, short migration, @Nullable Long before, int limit) {
    return db.selectFrom(RECONCILIATION)
        .where(RECONCILIATION.MIGRATION.eq(migration))
        .and(before == null ? org.jooq.impl.DSL.noCondition() : RECONCILIATION.TURN.lt(before))
        .orderBy(RECONCILIATION.TURN.desc())
        .limit(limit)
        .fetch(Runs::run);
  }

  /** The one whose turn it is; empty where all are finished. */
  static Optional<Run> current(DSLContext db, short migration) {
    return db.selectFrom(RECONCILIATION)
        .where(
            RECONCILIATION.MIGRATION.eq(migration),
            RECONCILIATION.STATE.eq(RunState.RUNNING.word()))
        .orderBy(RECONCILIATION.TURN)
        .limit(1)
        .fetchOptional(Runs::run);
  }

  /**
   * The latest run of a level that looked at everything and was clean; empty where there is none.
   * Nothing that happened before its start escaped it.
   */
  public static Optional<Run> latestClean(DSLContext db, short migration, Level level) {
    return db.selectFrom(RECONCILIATION)
        .where(
            RECONCILIATION.MIGRATION.eq(migration),
            RECONCILIATION.LEVEL.eq(level.word()),
            RECONCILIATION.STATE.eq(RunState.CLEAN.word()),
            RECONCILIATION.TENANTS.isNull(),
            RECONCILIATION.DOMAINS.isNull(),
            RECONCILIATION.SOURCES.isNull())
        .orderBy(RECONCILIATION.TURN.desc())
        .limit(1)
        .fetchOptional(Runs::run);
  }

  /** How many wait in line or run. */
  public static int waiting(DSLContext db, short migration) {
    return db.fetchCount(
        RECONCILIATION,
        RECONCILIATION.MIGRATION.eq(migration),
        RECONCILIATION.STATE.eq(RunState.RUNNING.word()));
  }

  /** Whether one that this schedule began is not finished. */
  static boolean waiting(DSLContext db, short migration, String schedule) {
    return db.fetchExists(
        RECONCILIATION,
        RECONCILIATION.MIGRATION.eq(migration),
        RECONCILIATION.SCHEDULE.eq(schedule),
        RECONCILIATION.STATE.eq(RunState.RUNNING.word()));
  }

  /** Holds the run's row until the transaction ends; whether it is unfinished. */
  static boolean lock(DSLContext tx, UUID id) {
    return tx.select(RECONCILIATION.STATE)
        .from(RECONCILIATION)
        .where(RECONCILIATION.ID.eq(id))
        .forUpdate()
        .fetchOptional(RECONCILIATION.STATE)
        .filter(RunState.RUNNING.word()::equals)
        .isPresent();
  }

  /** Forgets the runs that ended before then, and the ended differences that no run tells of. */
  static int forget(DSLContext db, Instant before) {
    var i = dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;
    var f = dev.crossfade.database.schema.Tables.RECONCILIATION_FINDING;
    int forgotten =
        db.deleteFrom(RECONCILIATION).where(RECONCILIATION.FINISHED_AT.lt(before)).execute();
    db.deleteFrom(i)
        .where(i.OPEN.isFalse(), i.ENDED_AT.lt(before))
        .andNotExists(db.selectOne().from(f).where(f.ISSUE.eq(i.ID)))
        .execute();
    return forgotten;
  }

  private static Run run(ReconciliationRecord row) {
    Scope scope = new Scope(set(row.getTenants()), set(row.getDomains()), set(row.getSources()));
    Level level = Objects.requireNonNull(Level.ofWord(row.getLevel()));
    return new Run(
        row.getId(),
        row.getMigration(),
        row.getTurn(),
        new RunOrder(level, scope, row.getShowValues(), row.getRequestedBy(), row.getSchedule()),
        RunState.ofWord(row.getState()),
        row.getRequestedAt(),
        row.getStartedAt(),
        row.getFinishedAt(),
        row.getCancelledBy(),
        row.getFailure(),
        row.getFindings());
  }

  static String @Nullable [] array(@Nullable Set<String> names) {
    return names == null ? null : names.toArray(String[]::new);
  }

  static @Nullable Set<String> set(String @Nullable [] names) {
    return names == null ? null : Set.of(names);
  }
}
