package dev.crossfade.reconcile.run;

import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;
import static dev.crossfade.database.schema.Tables.ROWS_COMPARED;
import static dev.crossfade.database.schema.Tables.SNAPSHOT_COMPARED;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What comparisons have shown of the tenants of a partition, as it stood when it was read:
 * docs/reconciling.md, "Verified", 2, 3 and 5. Immutable.
 */
public final class Comparisons {
  private final @Nullable Long all;
  private final Set<String> but;
  private final Map<String, Long> own;
  private final Map<SnapshotOf, SnapshotResult> snapshots;
  private final Set<String> drifting;

  /** A source of a tenant. */
  private record SnapshotOf(String tenant, String source) {}

  /** How the last comparison of a source's snapshot came out. */
  public record SnapshotResult(String snapshot, boolean clean, long nextOffset) {}

  private Comparisons(
      @Nullable Long all,
      Set<String> but,
      Map<String, Long> own,
      Map<SnapshotOf, SnapshotResult> snapshots,
      Set<String> drifting) {
    this.all = all;
    this.but = but;
    this.own = own;
    this.snapshots = snapshots;
    this.drifting = drifting;
  }

  /** Reads what is known of a partition; best within one transaction that reads. */
  public static Comparisons of(DSLContext db, short migration, int partition) {
    var r = ROWS_COMPARED;
    Long all = null;
    Set<String> but = Set.of();
    Map<String, Long> own = new HashMap<>();
    for (var row : db.selectFrom(r).where(r.PARTITION.eq(partition), r.MIGRATION.eq(migration))) {
      if (row.getTenant().isEmpty()) {
        all = row.getNextOffset();
        but = Set.of(row.getBut());
      } else {
        own.put(row.getTenant(), row.getNextOffset());
      }
    }
    var s = SNAPSHOT_COMPARED;
    Map<SnapshotOf, SnapshotResult> snapshots = new HashMap<>();
    for (var row : db.selectFrom(s).where(s.PARTITION.eq(partition), s.MIGRATION.eq(migration))) {
      snapshots.put(
          new SnapshotOf(row.getTenant(), row.getSource()),
          new SnapshotResult(row.getSnapshot(), row.getClean(), row.getNextOffset()));
    }
    return new Comparisons(all, but, own, snapshots, drifting(db, migration));
  }

  /** The tenants, of all partitions, with a confirmed difference that is open. */
  public static Set<String> drifting(DSLContext db, short migration) {
    var i = RECONCILIATION_ISSUE;
    return db.selectDistinct(i.TENANT)
        .from(i)
        .where(
            i.MIGRATION.eq(migration),
            i.OPEN.isTrue(),
            i.DRIFT.isTrue(),
            i.STATE.eq(Issue.State.CONFIRMED.word()))
        .fetchSet(i.TENANT);
  }

  /**
   * The highest position (the offset of the first event that does not count) at which the tenant's
   * rows were compared, and nothing of it differed that was not accepted; empty where they never
   * were.
   */
  public OptionalLong rowsComparedAt(String tenant) {
    long best = own.getOrDefault(tenant, -1L);
    if (all != null && !but.contains(tenant)) {
      best = Math.max(best, all);
    }
    return best < 0 ? OptionalLong.empty() : OptionalLong.of(best);
  }

  /** How the last comparison of any snapshot of the source came out; null where there was none. */
  public @Nullable SnapshotResult snapshot(String tenant, String source) {
    return snapshots.get(new SnapshotOf(tenant, source));
  }

  /** Whether a confirmed difference of the tenant is open that nobody has accepted. */
  public boolean drifts(String tenant) {
    return drifting.contains(tenant);
  }
}
