package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_FINDING;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.database.schema.tables.records.ReconciliationFindingRecord;
import dev.crossfade.database.schema.tables.records.ReconciliationIssueRecord;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** Brings what a part found together with what earlier runs had found. */
final class Issues {
  /** The most that are kept of a run. */
  private static final int KEPT = 10_000;

  private final DSLContext tx;
  private final Run run;
  private final Instant now;
  private final int kept;

  Issues(DSLContext tx, Run run, Instant now) {
    this(tx, run, now, KEPT);
  }

  /**
   * @param kept how many of the run may be kept
   */
  Issues(DSLContext tx, Run run, Instant now, int kept) {
    this.tx = tx;
    this.run = run;
    this.now = now;
    this.kept = kept;
  }

  /**
   * Writes the findings down. One that was open before goes on; one that was accepted and differs
   * otherwise now ends, and another one begins; what was open and is not found any more is
   * repaired, unless it could not be told. Of more than are kept, the first of each tenant is: that
   * it drifts must be known.
   */
  void settle(PartFindings found) {
    Map<IssueKey, ReconciliationIssueRecord> open = open(found.part().part());
    Set<IssueKey> seen = new HashSet<>(found.undecided());
    Set<String> tenants = new HashSet<>();
    int room = room();
    List<ReconciliationIssueRecord> added = new ArrayList<>();
    List<ReconciliationIssueRecord> changed = new ArrayList<>();
    List<ReconciliationFindingRecord> findings = new ArrayList<>();
    for (Finding finding : found.findings()) {
      IssueKey key = finding.suspect().key();
      if (!seen.add(key)) {
        continue;
      }
      ReconciliationIssueRecord issue = open.get(key);
      if (issue != null && ended(issue, finding.suspect().difference())) {
        changed.add(end(issue, Issue.State.ACCEPTED));
        issue = null;
      }
      boolean first = tenants.add(key.record().tenant());
      if (room-- <= 0 && !first) {
        continue;
      }
      if (issue == null) {
        issue = begin(key, finding, found.part().part());
        added.add(issue);
      } else {
        goOn(issue, finding.suspect().difference());
        changed.add(issue);
      }
      findings.add(finding(issue, finding.suspect().difference()));
    }
    // What was not looked at is not gone.
    boolean whole = found.part().why() == null;
    Set<String> unclear = Set.copyOf(found.part().unclear());
    open.forEach(
        (key, issue) -> {
          boolean told = whole && !unclear.contains(key.record().tenant());
          if (told && !seen.contains(key) && covered(issue)) {
            changed.add(end(issue, Issue.State.REPAIRED));
          }
        });
    tx.batchInsert(added).execute();
    tx.batchUpdate(changed).execute();
    tx.batchInsert(findings).execute();
    tx.update(RECONCILIATION)
        .set(RECONCILIATION.FINDINGS, RECONCILIATION.FINDINGS.plus((long) found.findings().size()))
        .where(RECONCILIATION.ID.eq(run.id()))
        .execute();
  }

  private Map<IssueKey, ReconciliationIssueRecord> open(int part) {
    var i = RECONCILIATION_ISSUE;
    return tx
        .selectFrom(i)
        .where(i.MIGRATION.eq(run.migration()), i.PART.eq(part), i.OPEN.isTrue())
        .fetch()
        .stream()
        .collect(Collectors.toMap(Issues::key, issue -> issue, (a, b) -> a, HashMap::new));
  }

  /** Whether this run would have found it again, were it still there. */
  private boolean covered(ReconciliationIssueRecord issue) {
    Scope scope = run.order().scope();
    Level level = Objects.requireNonNull(Level.ofWord(issue.getLevel()));
    return run.order().level().covers().contains(level)
        && scope.hasTenant(issue.getTenant())
        && scope.hasDomain(issue.getDomain())
        && (issue.getSource().isEmpty() || scope.hasSource(issue.getSource()));
  }

  /** Accepted is what was seen then, and nothing else. */
  private static boolean ended(ReconciliationIssueRecord issue, Difference now) {
    return issue.getState().equals(Issue.State.ACCEPTED.word())
        && !(Objects.equals(issue.getExpected(), now.expected())
            && Objects.equals(issue.getActual(), now.actual()));
  }

  private ReconciliationIssueRecord end(ReconciliationIssueRecord issue, Issue.State as) {
    issue.setOpen(false);
    issue.setState(as.word());
    issue.setEndedAt(now);
    return issue;
  }

  private ReconciliationIssueRecord begin(IssueKey key, Finding finding, int part) {
    ReconciliationIssueRecord issue = tx.newRecord(RECONCILIATION_ISSUE);
    issue.setId(UUID.randomUUID());
    issue.setMigration(run.migration());
    issue.setOpen(true);
    issue.setState(Issue.State.CONFIRMED.word());
    issue.setLevel(run.order().level().word());
    issue.setPart(part);
    issue.setType(key.type().word());
    issue.setDrift(key.type().drift());
    issue.setTenant(key.record().tenant());
    issue.setDomain(key.record().domain());
    issue.setRecord(key.record().id());
    issue.setRowTable(key.table());
    issue.setRowId(key.row());
    issue.setSource(key.source());
    issue.setSnapshot(key.snapshot());
    issue.setExpected(finding.suspect().difference().expected());
    issue.setActual(finding.suspect().difference().actual());
    issue.setFirstSeen(finding.firstSeen());
    issue.setConfirmedAt(now);
    return issue;
  }

  private void goOn(ReconciliationIssueRecord issue, Difference now) {
    issue.setExpected(now.expected());
    issue.setActual(now.actual());
    // Only a run of this depth can tell that it is gone.
    Level known = Objects.requireNonNull(Level.ofWord(issue.getLevel()));
    if (run.order().level().covers().contains(known)) {
      issue.setLevel(run.order().level().word());
    }
  }

  private ReconciliationFindingRecord finding(
      ReconciliationIssueRecord issue, Difference difference) {
    ReconciliationFindingRecord finding = tx.newRecord(RECONCILIATION_FINDING);
    finding.setReconciliation(run.id());
    finding.setIssue(issue.getId());
    finding.setPart(difference.position().partition());
    finding.setNextOffset(difference.position().offset());
    finding.setFields(PartJson.stored(PartJson.fields(difference.fields())));
    return finding;
  }

  private int room() {
    return kept
        - tx.fetchCount(RECONCILIATION_FINDING, RECONCILIATION_FINDING.RECONCILIATION.eq(run.id()));
  }

  private static IssueKey key(ReconciliationIssueRecord issue) {
    return new IssueKey(
        DifferenceType.valueOf(issue.getType().toUpperCase(Locale.ROOT)),
        new RecordKey(issue.getTenant(), issue.getDomain(), issue.getRecord()),
        issue.getRowTable(),
        issue.getRowId(),
        issue.getSource(),
        issue.getSnapshot());
  }
}
