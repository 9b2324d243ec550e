package dev.crossfade.reconcile.proof;

import static dev.crossfade.database.schema.Tables.ROWS_COMPARED;
import static dev.crossfade.database.schema.Tables.SNAPSHOT_COMPARED;

import dev.crossfade.core.event.SourceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What comparisons have noted of some tenants of a partition. Immutable.
 *
 * @param all where rows were found equal of all tenants but those left out; null for never
 * @param but of the tenants asked about, those left out
 * @param own where they were found equal of single tenants
 * @param snapshots how the last comparison of a source's snapshot came out
 */
record Marks(
    @Nullable Long all,
    Set<String> but,
    Map<String, Long> own,
    Map<SourceKey, Compared> snapshots) {

  /** Whose. */
  record Of(short migration, int partition) {}

  /** How a comparison came out. */
  record Compared(String snapshot, boolean clean) {}

  static Marks read(DSLContext tx, Of of, List<String> tenants) {
    var r = ROWS_COMPARED;
    Map<String, Long> own = new HashMap<>();
    tx.select(r.TENANT, r.NEXT_OFFSET)
        .from(r)
        .where(r.MIGRATION.eq(of.migration()), r.PARTITION.eq(of.partition()))
        .and(r.TENANT.in(tenants))
        .forEach(row -> own.put(row.value1(), row.value2()));
    Long all = null;
    Set<String> but = new HashSet<>();
    var whole =
        tx.select(r.NEXT_OFFSET, r.BUT)
            .from(r)
            .where(r.MIGRATION.eq(of.migration()), r.PARTITION.eq(of.partition()))
            .and(r.TENANT.eq(""))
            .fetchOne();
    if (whole != null) {
      all = whole.value1();
      Set<String> asked = Set.copyOf(tenants);
      for (String one : whole.value2()) {
        if (asked.contains(one)) {
          but.add(one);
        }
      }
    }
    var s = SNAPSHOT_COMPARED;
    Map<SourceKey, Compared> snapshots = new HashMap<>();
    tx.select(s.TENANT, s.SOURCE, s.SNAPSHOT, s.CLEAN)
        .from(s)
        .where(s.MIGRATION.eq(of.migration()), s.TENANT.in(tenants))
        .forEach(
            row ->
                snapshots.put(
                    new SourceKey(row.value1(), row.value2()),
                    new Compared(row.value3(), row.value4())));
    return new Marks(all, but, own, snapshots);
  }

  /** Where the tenant's rows were last found equal; null for never. */
  @Nullable Long rows(String tenant) {
    Long one = own.get(tenant);
    if (all == null || but.contains(tenant)) {
      return one;
    }
    return one == null ? all : Long.valueOf(Math.max(one, all));
  }

  @Nullable Compared snapshot(SourceKey source) {
    return snapshots.get(source);
  }
}
