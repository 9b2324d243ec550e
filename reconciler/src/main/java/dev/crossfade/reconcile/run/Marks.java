package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION_FINDING;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;
import static dev.crossfade.database.schema.Tables.ROWS_COMPARED;
import static dev.crossfade.database.schema.Tables.SNAPSHOT_COMPARED;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.reconcile.compare.DomainCounts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Notes what was compared, for the proof of tenants: docs/reconciling.md, "Verified". */
final class Marks {
  private Marks() {}

  /** Notes how the snapshots of a part came out. Only whole comparisons count. */
  static void snapshots(DSLContext tx, Run run, PartFindings found, Instant now) {
    Long at = found.part().positions().get(found.part().part());
    if (run.order().scope().domains() != null || at == null || found.part().why() != null) {
      return;
    }
    Set<String> unclear = Set.copyOf(found.part().unclear());
    Set<String> differs = new TreeSet<>(differingSources(tx, run, found));
    for (Suspect.SnapshotName name : found.snapshots()) {
      String tenant = name.source().tenant();
      boolean clean =
          !unclear.contains(tenant) && !differs.contains(named(tenant, name.source().source()));
      var s = SNAPSHOT_COMPARED;
      tx.insertInto(s)
          .set(s.MIGRATION, run.migration())
          .set(s.TENANT, tenant)
          .set(s.SOURCE, name.source().source())
          .set(s.SNAPSHOT, name.id())
          .set(s.CLEAN, clean)
          .set(s.PARTITION, found.part().part())
          .set(s.NEXT_OFFSET, at)
          .set(s.RECONCILIATION, run.id())
          .set(s.COMPARED_AT, now)
          .onConflict(s.TENANT, s.SOURCE, s.MIGRATION)
          .doUpdate()
          .setAllToExcluded()
          .execute();
    }
  }

  /** The sources whose differences count: those that are neither accepted nor findings only. */
  private static List<String> differingSources(DSLContext tx, Run run, PartFindings found) {
    var f = RECONCILIATION_FINDING;
    var i = RECONCILIATION_ISSUE;
    List<String> kept =
        tx.select(i.TENANT, i.SOURCE)
            .from(f)
            .join(i)
            .on(i.ID.eq(f.ISSUE))
            .where(
                f.RECONCILIATION.eq(run.id()),
                i.DRIFT.isTrue(),
                i.STATE.eq(Issue.State.CONFIRMED.word()))
            .fetch(row -> named(row.value1(), row.value2()));
    if (found.findings().size() <= kept.size()) {
      return kept;
    }
    List<String> all = new java.util.ArrayList<>(kept);
    if (tooMany(tx, run)) {
      // What was not kept cannot have been accepted either.
      for (Finding finding : found.findings()) {
        Suspect.SnapshotName of = finding.suspect().of();
        if (of != null && finding.suspect().difference().type().drift()) {
          all.add(named(of.source().tenant(), of.source().source()));
        }
      }
    }
    return all;
  }

  private static String named(String tenant, String source) {
    return source + '\u0000' + tenant;
  }

  /** Whether a run found more than is kept. */
  static boolean tooMany(DSLContext tx, Run run) {
    return Runs.require(tx, run.migration(), run.id()).findings()
        > tx.fetchCount(RECONCILIATION_FINDING, RECONCILIATION_FINDING.RECONCILIATION.eq(run.id()));
  }

  /** Notes where rows were compared, of a run that is over. Only whole comparisons count. */
  static void rows(DSLContext tx, Run run, List<RunPart> parts, Instant now) {
    if (run.order().level() != Level.ROWS || run.order().scope().domains() != null) {
      return;
    }
    RunPart tables =
        parts.stream().filter(part -> part.part() == Work.TABLES).findFirst().orElse(null);
    if (tables == null || !whole(tables) || tooMany(tx, run)) {
      return;
    }
    Set<String> but = new TreeSet<>(tables.unclear());
    but.addAll(differing(tx, run));
    for (RunPart part : parts) {
      Long at = lower(part.positions().get(part.part()), tables.positions().get(part.part()));
      if (part.part() != Work.TABLES && whole(part) && at != null) {
        Set<String> without = new TreeSet<>(but);
        without.addAll(part.unclear());
        mark(tx, run, new Mark(part.part(), at, without, now));
      }
    }
  }

  /** Both have looked up to there. */
  private static @Nullable Long lower(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(Math.min(one, other));
  }

  /** Whether all that could not be told of it is told by tenant. */
  private static boolean whole(RunPart part) {
    long unclear =
        part.domains().values().stream()
            .mapToLong(counts -> counts.of(DomainCounts.Count.INDETERMINATE))
            .sum();
    return part.state() == RunPart.State.DONE
        && part.why() == null
        && (unclear == 0 || !part.unclear().isEmpty());
  }

  private static Set<String> differing(DSLContext tx, Run run) {
    var f = RECONCILIATION_FINDING;
    var i = RECONCILIATION_ISSUE;
    return tx.selectDistinct(i.TENANT)
        .from(f)
        .join(i)
        .on(i.ID.eq(f.ISSUE))
        .where(
            f.RECONCILIATION.eq(run.id()),
            i.DRIFT.isTrue(),
            i.STATE.eq(Issue.State.CONFIRMED.word()))
        .fetchSet(i.TENANT);
  }

  /** A position, and the tenants that it does not hold for. */
  private record Mark(int partition, long nextOffset, Set<String> but, Instant now) {}

  private static void mark(DSLContext tx, Run run, Mark mark) {
    Set<String> tenants = run.order().scope().tenants();
    if (tenants == null) {
      keepWhatHeld(tx, run, mark);
      write(tx, run, mark, "", mark.but());
      return;
    }
    int partitions = partitions(tx, run);
    for (String tenant : tenants) {
      if (!mark.but().contains(tenant)
          && Partitioner.partition(tenant, partitions) == mark.partition()) {
        write(tx, run, mark, tenant, Set.of());
      }
    }
  }

  private static int partitions(DSLContext tx, Run run) {
    var a = dev.crossfade.database.schema.Tables.APPLIED_POSITION;
    Integer partitions =
        tx.select(org.jooq.impl.DSL.max(a.PARTITIONS))
            .from(a)
            .where(a.MIGRATION.eq(run.migration()))
            .fetchSingle()
            .value1();
    return partitions == null ? 1 : partitions;
  }

  /** What is left out now keeps what was known of it before. */
  private static void keepWhatHeld(DSLContext tx, Run run, Mark mark) {
    var r = ROWS_COMPARED;
    var before =
        tx.selectFrom(r)
            .where(
                r.MIGRATION.eq(run.migration()), r.PARTITION.eq(mark.partition()), r.TENANT.eq(""))
            .fetchOne();
    if (before == null) {
      return;
    }
    Set<String> wasOut = Set.of(before.getBut());
    for (String tenant : mark.but()) {
      if (!wasOut.contains(tenant)) {
        tx.insertInto(r)
            .set(r.MIGRATION, run.migration())
            .set(r.PARTITION, mark.partition())
            .set(r.TENANT, tenant)
            .set(r.NEXT_OFFSET, before.getNextOffset())
            .set(r.BUT, new String[0])
            .set(r.RECONCILIATION, before.getReconciliation())
            .set(r.COMPARED_AT, before.getComparedAt())
            .onConflictDoNothing()
            .execute();
      }
    }
  }

  private static void write(DSLContext tx, Run run, Mark mark, String tenant, Set<String> but) {
    var r = ROWS_COMPARED;
    tx.insertInto(r)
        .set(r.MIGRATION, run.migration())
        .set(r.PARTITION, mark.partition())
        .set(r.TENANT, tenant)
        .set(r.NEXT_OFFSET, mark.nextOffset())
        .set(r.BUT, but.toArray(String[]::new))
        .set(r.RECONCILIATION, run.id())
        .set(r.COMPARED_AT, mark.now())
        .onConflict(r.PARTITION, r.TENANT, r.MIGRATION)
        .doUpdate()
        .setAllToExcluded()
        .execute();
  }
}
