package dev.crossfade.reconcile.parts;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.SourceFacts;
import dev.crossfade.reconcile.fold.TenantFacts;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.snapshot.SnapshotRows.Complete;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a partition that can be compared at a position: of each source the last complete
 * one, where its end is applied.
 *
 * @param snapshots those, tenant by tenant
 * @param unclear the tenants of which one ends behind the position
 */
record SnapshotSources(List<Complete> snapshots, Set<String> unclear) {
  private static final int PAGE = 1_000;

  /** Those of the tenants and sources that a run looks at. */
  static SnapshotSources of(FoldView view, Scope scope) {
    SnapshotSources found = new SnapshotSources(new ArrayList<>(), new TreeSet<>());
    Set<String> tenants = scope.tenants();
    if (tenants != null) {
      tenants.forEach(tenant -> found.add(view, scope, tenant));
      return found;
    }
    String after = null;
    List<TenantFacts> page;
    do {
      page = view.tenants(after, PAGE);
      page.forEach(facts -> found.add(view, scope, facts.tenant()));
      after = page.isEmpty() ? null : page.getLast().tenant();
    } while (page.size() == PAGE);
    return found;
  }

  private void add(FoldView view, Scope scope, String tenant) {
    for (SourceFacts source : view.sources(tenant)) {
      SnapshotState complete = source.completeSnapshot();
      if (source.own() || complete == null || !scope.hasSource(source.source().source())) {
        continue;
      }
      if (isApplied(view, complete)) {
        snapshots.add(new Complete(source.source(), complete));
      } else {
        unclear.add(tenant);
      }
    }
  }

  private static boolean isApplied(FoldView view, SnapshotState complete) {
    Position ended = complete.ended();
    return ended != null && ended.offset() < view.nextOffset();
  }

  /** By tenant. */
  Map<String, List<Complete>> byTenant() {
    Map<String, List<Complete>> byTenant = new HashMap<>();
    for (Complete one : snapshots) {
      byTenant.computeIfAbsent(one.source().tenant(), t -> new ArrayList<>()).add(one);
    }
    return byTenant;
  }

  /** The last complete snapshot of a source, if its end is applied; else null. */
  static @Nullable SnapshotState latest(FoldView view, SourceKey source) {
    for (SourceFacts facts : view.sources(source.tenant())) {
      SnapshotState complete = facts.completeSnapshot();
      if (facts.source().equals(source) && complete != null && isApplied(view, complete)) {
        return complete;
      }
    }
    return null;
  }
}
