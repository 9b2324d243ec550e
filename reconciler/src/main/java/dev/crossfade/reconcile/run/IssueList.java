package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION_FINDING;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What runs found, read from the tables, and what people decide of it. */
public final class IssueList {
  private IssueList() {}

  /**
   * Which of a run's.
   *
   * @param ids null for all; so are the others
   */
  public record Filter(
      @Nullable Collection<UUID> ids,
      @Nullable String type,
      @Nullable String domain,
      @Nullable String tenant,
      Issue.@Nullable State state) {
    /** All of them. */
    public static final Filter ALL = new Filter(null, null, null, null, null);
  }

  /**
   * Those of a run that match, in the order in which they were found first.
   *
   * @param after the turn behind which to begin; null for the first
   */
  public static List<Issue> of(
      DSLContext db, UUID run, Filter filter, @Nullable Long after, int limit) {
    var f = RECONCILIATION_FINDING;
    var i = RECONCILIATION_ISSUE;
    List<Condition> where = new ArrayList<>();
    where.add(f.RECONCILIATION.eq(run));
    if (after != null) {
      where.add(i.TURN.gt(after));
    }
    if (filter.ids() != null) {
      where.add(i.ID.in(filter.ids()));
    }
    if (filter.type() != null) {
      where.add(i.TYPE.eq(filter.type()));
    }
    if (filter.domain() != null) {
      where.add(i.DOMAIN.eq(filter.domain()));
    }
    if (filter.tenant() != null) {
      where.add(i.TENANT.eq(filter.tenant()));
    }
    if (filter.state() != null) {
      where.add(i.STATE.eq(filter.state().word()));
    }
    return db.select(i.fields())
        .select(f.PART.as("found_part"), f.NEXT_OFFSET.as("found_offset"), f.FIELDS.as("found"))
        .from(f)
        .join(i)
        .on(i.ID.eq(f.ISSUE))
        .where(where)
        .orderBy(i.TURN)
        .limit(limit)
        .fetch(IssueList::issue);
  }

  /**
   * Takes an open, confirmed difference as it is; whether it still was that.
   *
   * @param by who
   */
  public static boolean accept(DSLContext db, UUID issue, String by, String reason, Instant now) {
    var i = RECONCILIATION_ISSUE;
    return db.update(i)
            .set(i.STATE, Issue.State.ACCEPTED.word())
            .set(i.DECIDED_AT, now)
            .set(i.DECIDED_BY, by)
            .set(i.REASON, reason)
            .where(i.ID.eq(issue), i.OPEN.isTrue(), i.STATE.eq(Issue.State.CONFIRMED.word()))
            .execute()
        == 1;
  }

  /** Notes where the event lies that is to repair it. */
  public static void repairing(DSLContext db, UUID issue, Issue.Decided decided) {
    var i = RECONCILIATION_ISSUE;
    db.update(i)
        .set(i.STATE, Issue.State.CONFIRMED.word())
        .set(i.DECIDED_AT, decided.at())
        .set(i.DECIDED_BY, decided.by())
        .set(i.REASON, decided.reason())
        .set(i.REPAIRED_BY, decided.event())
        .where(i.ID.eq(issue), i.OPEN.isTrue())
        .execute();
  }

  /** What is new, gone and still there from one run to a later one, by the ids of issues. */
  public record Change(List<Issue> appeared, List<Issue> gone, List<Issue> stays) {}

  /** Holds what two runs found against each other; at most so many of each. */
  public static Change between(DSLContext db, UUID earlier, UUID later, int limit) {
    return new Change(
        only(db, later, earlier, false, limit),
        only(db, earlier, later, false, limit),
        only(db, later, earlier, true, limit));
  }

  private static List<Issue> only(DSLContext db, UUID run, UUID other, boolean both, int limit) {
    var f = RECONCILIATION_FINDING;
    var i = RECONCILIATION_ISSUE;
    var o = RECONCILIATION_FINDING.as("o");
    var there = db.selectOne().from(o).where(o.RECONCILIATION.eq(other), o.ISSUE.eq(f.ISSUE));
    return db.select(i.fields())
        .select(f.PART.as("found_part"), f.NEXT_OFFSET.as("found_offset"), f.FIELDS.as("found"))
        .from(f)
        .join(i)
        .on(i.ID.eq(f.ISSUE))
        .where(f.RECONCILIATION.eq(run))
        .and(both ? org.jooq.impl.DSL.exists(there) : org.jooq.impl.DSL.notExists(there))
        .orderBy(i.TURN)
        .limit(limit)
        .fetch(IssueList::issue);
  }

  private static Issue issue(Record row) {
    var i = RECONCILIATION_ISSUE;
    Long offset = row.get("found_offset", Long.class);
    Instant decidedAt = row.get(i.DECIDED_AT);
    return new Issue(
        row.get(i.ID),
        row.get(i.TURN),
        row.get(i.OPEN),
        Objects.requireNonNull(Issue.State.ofWord(row.get(i.STATE))),
        Objects.requireNonNull(Level.ofWord(row.get(i.LEVEL))),
        row.get(i.TYPE),
        row.get(i.DRIFT),
        new RecordKey(row.get(i.TENANT), row.get(i.DOMAIN), row.get(i.RECORD)),
        row.get(i.ROW_TABLE),
        row.get(i.ROW_ID),
        row.get(i.SOURCE),
        row.get(i.SNAPSHOT),
        row.get(i.PART),
        offset == null ? null : new Position(row.get("found_part", Integer.class), offset),
        PartJson.readFields(row.get("found", org.jooq.JSON.class)),
        row.get(i.EXPECTED),
        row.get(i.FIRST_SEEN),
        decidedAt == null
            ? null
            : new Issue.Decided(
                decidedAt, row.get(i.DECIDED_BY), row.get(i.REASON), row.get(i.REPAIRED_BY)),
        row.get(i.ENDED_AT));
  }
}
