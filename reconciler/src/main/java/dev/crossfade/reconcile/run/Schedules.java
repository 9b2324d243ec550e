package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION_SCHEDULE;

import dev.crossfade.database.schema.tables.records.ReconciliationScheduleRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** The schedules in their table, and what becomes due. */
public final class Schedules {
  /** The most of a migration. */
  public static final int MOST = 100;

  private Schedules() {}

  /**
   * A run that is asked for again and again.
   *
   * @param next when it is asked for next
   */
  public record Schedule(
      String name, Level level, Scope scope, Duration every, String by, Instant next) {}

  /** All of a migration, by name. */
  public static List<Schedule> list(DSLContext db, short migration) {
    return db.selectFrom(RECONCILIATION_SCHEDULE)
        .where(RECONCILIATION_SCHEDULE.MIGRATION.eq(migration))
        .orderBy(RECONCILIATION_SCHEDULE.NAME)
        .fetch(Schedules::schedule);
  }

  /** The one of this name. */
  public static Optional<Schedule> find(DSLContext db, short migration, String name) {
    return db.selectFrom(RECONCILIATION_SCHEDULE)
        .where(
            RECONCILIATION_SCHEDULE.MIGRATION.eq(migration), RECONCILIATION_SCHEDULE.NAME.eq(name))
        .fetchOptional(Schedules::schedule);
  }

  /** Sets it, in the place of one of the same name. */
  public static void put(DSLContext db, short migration, Schedule schedule, Instant now) {
    var s = RECONCILIATION_SCHEDULE;
    db.insertInto(s)
        .set(s.MIGRATION, migration)
        .set(s.NAME, schedule.name())
        .set(s.LEVEL, schedule.level().word())
        .set(s.TENANTS, Runs.array(schedule.scope().tenants()))
        .set(s.DOMAINS, Runs.array(schedule.scope().domains()))
        .set(s.EVERY_SECONDS, schedule.every().toSeconds())
        .set(s.CREATED_BY, schedule.by())
        .set(s.CHANGED_AT, now)
        .set(s.NEXT_AT, schedule.next())
        .onConflict(s.MIGRATION, s.NAME)
        .doUpdate()
        .setAllToExcluded()
        .execute();
  }

  /** Takes it away; whether it was there. */
  public static boolean remove(DSLContext db, short migration, String name) {
    var s = RECONCILIATION_SCHEDULE;
    return db.deleteFrom(s).where(s.MIGRATION.eq(migration), s.NAME.eq(name)).execute() == 1;
  }

  /**
   * Asks for the runs that are due, each once, however many processes look. One whose run before
   * has not ended yet waits for its next time.
   *
   * @return how many were asked for
   */
  static int askForDue(DSLContext db, short migration, Instant now) {
    var s = RECONCILIATION_SCHEDULE;
    List<ReconciliationScheduleRecord> due =
        db.selectFrom(s).where(s.MIGRATION.eq(migration), s.NEXT_AT.le(now)).fetch();
    int asked = 0;
    for (ReconciliationScheduleRecord one : due) {
      asked +=
          db.transactionResult(
              t -> {
                int mine =
                    t.dsl()
                        .update(s)
                        .set(s.NEXT_AT, now.plusSeconds(one.getEverySeconds()))
                        .where(
                            s.MIGRATION.eq(migration),
                            s.NAME.eq(one.getName()),
                            s.NEXT_AT.eq(one.getNextAt()))
                        .execute();
                if (mine == 0 || Runs.waiting(t.dsl(), migration, one.getName())) {
                  return 0;
                }
                Schedule schedule = schedule(one);
                Runs.submit(
                    t.dsl(),
                    migration,
                    new RunOrder(
                        schedule.level(), schedule.scope(), true, schedule.by(), schedule.name()),
                    now);
                return 1;
              });
    }
    return asked;
  }

  private static Schedule schedule(ReconciliationScheduleRecord row) {
    return new Schedule(
        row.getName(),
        Objects.requireNonNull(Level.ofWord(row.getLevel())),
        new Scope(Runs.set(row.getTenants()), Runs.set(row.getDomains()), null),
        Duration.ofSeconds(row.getEverySeconds()),
        row.getCreatedBy(),
        row.getNextAt());
  }
}
