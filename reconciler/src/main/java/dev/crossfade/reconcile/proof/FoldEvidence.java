package dev.crossfade.reconcile.proof;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.SourceFacts;
import dev.crossfade.reconcile.fold.TenantFacts;
import dev.crossfade.reconcile.proof.Marks.Compared;
import dev.crossfade.reconcile.proof.TenantEvidence.SnapshotEvidence;
import dev.crossfade.reconcile.proof.TenantEvidence.Source;
import dev.crossfade.reconcile.proof.TenantEvidence.Waits;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Evidence from the fold, which knows of each source what the log says, and from PostgreSQL, which
 * knows what is applied, compared and parked. The fold has to be at least as far as PostgreSQL:
 * what it has not seen yet it cannot miss.
 *
 * <p>Only tenants are told of whose evidence can have changed: docs/cutover.md, "What can make a
 * proof stale". What that takes is kept in memory, bounded; a look that fails is made good by the
 * next one.
 */
public final class FoldEvidence implements EvidenceSource {
  private static final int PAGE = 1_000;

  private final Fold fold;
  private final ReconcilerStore store;
  private final Map<Integer, Seen> seen = new HashMap<>();

  public FoldEvidence(Fold fold, ReconcilerStore store) {
    this.fold = fold;
    this.store = store;
  }

  /** What PostgreSQL says of a partition but for the marks of comparisons, in one snapshot. */
  private record Noted(long applied, ComparedRuns runs, Set<String> parked, Set<String> drift) {}

  /**
   * What the last look saw.
   *
   * @param next the offset up to which it saw the fold
   */
  private record Seen(long next, Noted noted, AwaitedSnapshots awaited) {}

  /** A look at a partition. */
  private record Look(
      DSLContext tx, Marks.Of of, FoldView view, Noted noted, AwaitedSnapshots awaited) {}

  @Override
  public Set<Integer> partitions() {
    Set<Integer> here = Set.copyOf(fold.partitions().keySet());
    // Where others judged meanwhile, nothing that was known here still counts.
    seen.keySet().retainAll(here);
    return here;
  }

  @Override
  public void look(int partition, Set<String> also, Sink sink) {
    short migration = store.migrationId(fold.migration());
    Seen before = seen.get(partition);
    Seen now =
        store
            .reads()
            .snapshot(
                tx -> {
                  Marks.Of of = new Marks.Of(migration, partition);
                  Noted noted = noted(tx, of, before == null ? null : before.noted().runs());
                  try (FoldView view = view(partition, noted)) {
                    Set<String> changed = before == null ? null : changed(tx, before, noted, view);
                    AwaitedSnapshots awaited =
                        before == null || changed == null
                            ? new AwaitedSnapshots()
                            : before.awaited();
                    // From here on what was known is used up.
                    seen.remove(partition);
                    Look look = new Look(tx, of, view, noted, awaited);
                    if (changed == null) {
                      all(look, sink);
                    } else {
                      changed.addAll(also);
                      some(look, changed, sink);
                    }
                    sink.settle();
                    return new Seen(view.nextOffset(), noted, awaited);
                  }
                });
    seen.put(partition, now);
  }

  private FoldView view(int partition, Noted noted) {
    return switch (fold.atEnd(partition)) {
      case FoldAnswer.At(FoldView view) -> {
        if (view.nextOffset() < noted.applied()) {
          view.close();
          throw new NotYetException("the fold is behind PostgreSQL");
        }
        yield view;
      }
      case FoldAnswer.NotHere notHere -> throw new NotYetException("the partition is not here");
      case FoldAnswer.Halted halted -> throw new NotYetException("the fold stands still");
      case FoldAnswer.Behind behind -> throw new NotYetException("the fold is behind");
      case FoldAnswer.Pruned pruned -> throw new NotYetException("the fold is pruned");
    };
  }

  /** Whose evidence may be another than before; null for any. */
  private static @Nullable Set<String> changed(
      DSLContext tx, Seen before, Noted noted, FoldView view) {
    Noted was = before.noted();
    Set<String> moved = view.movedSince(before.next());
    if (moved == null || noted.applied() < was.applied()) {
      // Too much happened, it happened elsewhere, or the database was set back.
      return null;
    }
    Set<String> changed = new HashSet<>(moved);
    if (!noted.runs().changedSince(was.runs(), tx, changed)) {
      return null;
    }
    addDifference(was.parked(), noted.parked(), changed);
    addDifference(was.drift(), noted.drift(), changed);
    Set<String> applied = before.awaited().due(noted.applied());
    if (applied == null) {
      return null;
    }
    changed.addAll(applied);
    return changed;
  }

  private static void addDifference(Set<String> one, Set<String> other, Set<String> to) {
    one.stream().filter(tenant -> !other.contains(tenant)).forEach(to::add);
    other.stream().filter(tenant -> !one.contains(tenant)).forEach(to::add);
  }

  private static void all(Look look, Sink sink) {
    String after = null;
    List<TenantFacts> page;
    do {
      page = look.view().tenants(after, PAGE);
      tell(look, page, sink);
      after = page.isEmpty() ? null : page.getLast().tenant();
    } while (page.size() == PAGE);
  }

  private static void some(Look look, Set<String> tenants, Sink sink) {
    List<TenantFacts> page = new ArrayList<>();
    for (Iterator<String> names = tenants.iterator(); names.hasNext(); ) {
      TenantFacts facts = look.view().tenant(names.next());
      if (facts != null) {
        page.add(facts);
      }
      if (page.size() == PAGE || !names.hasNext()) {
        tell(look, page, sink);
        page.clear();
      }
    }
  }

  private static void tell(Look look, List<TenantFacts> page, Sink sink) {
    if (page.isEmpty()) {
      return;
    }
    Marks marks = Marks.read(look.tx(), look.of(), page.stream().map(TenantFacts::tenant).toList());
    for (TenantFacts tenant : page) {
      sink.take(evidence(look, tenant, marks));
    }
  }

  private static TenantEvidence evidence(Look look, TenantFacts facts, Marks marks) {
    String tenant = facts.tenant();
    Noted noted = look.noted();
    List<Source> sources = new ArrayList<>();
    for (SourceFacts source : look.view().sources(tenant)) {
      if (!source.own()) {
        boolean hole = !source.holes().isEmpty();
        SnapshotEvidence snapshot = snapshot(source, noted, marks);
        if (snapshot != null && !snapshot.applied()) {
          look.awaited().add(snapshot.end().offset(), tenant);
        }
        sources.add(new Source(source.source().source(), hole, snapshot));
      }
    }
    Set<Waits> waits = EnumSet.noneOf(Waits.class);
    if (facts.held() > 0) {
      waits.add(Waits.HELD);
    }
    if (facts.waiting() > 0) {
      waits.add(Waits.CONFLICT);
    }
    if (noted.parked().contains(tenant)) {
      waits.add(Waits.PARKED);
    }
    Long equalAt = marks.rows(tenant);
    return new TenantEvidence(
        tenant,
        sources,
        equalAt == null ? null : new Position(look.view().partition(), equalAt),
        waits,
        noted.drift().contains(tenant));
  }

  private static @Nullable SnapshotEvidence snapshot(SourceFacts source, Noted noted, Marks marks) {
    SnapshotState complete = source.completeSnapshot();
    Position end = complete == null ? null : complete.ended();
    if (complete == null || end == null) {
      return null;
    }
    Compared compared = marks.snapshot(source.source());
    boolean equal =
        compared != null
            && compared.clean()
            && compared.snapshot().equals(complete.snapshot().id());
    return new SnapshotEvidence(end, end.offset() < noted.applied(), equal);
  }

  private static Noted noted(DSLContext tx, Marks.Of of, @Nullable ComparedRuns before) {
    var a = APPLIED_POSITION;
    Long applied =
        tx.select(a.NEXT_OFFSET)
            .from(a)
            .where(a.MIGRATION.eq(of.migration()), a.PARTITION.eq(of.partition()))
            .fetchOne(a.NEXT_OFFSET);
    var p = PARKED_WRITE;
    Set<String> parked =
        tx.selectDistinct(p.TENANT)
            .from(p)
            .where(p.MIGRATION.eq(of.migration()), p.PARTITION.eq(of.partition()))
            .fetchSet(p.TENANT);
    var i = RECONCILIATION_ISSUE;
    // Accepted differences do not count; repaired ones do until a run has found them equal.
    Set<String> drift =
        tx.selectDistinct(i.TENANT)
            .from(i)
            .where(i.MIGRATION.eq(of.migration()), i.OPEN.isTrue(), i.DRIFT.isTrue())
            .and(i.STATE.ne("accepted"))
            .fetchSet(i.TENANT);
    return new Noted(
        applied == null ? 0 : applied,
        ComparedRuns.read(tx, of.migration(), of.partition(), before),
        parked,
        drift);
  }
}
