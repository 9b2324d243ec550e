package dev.crossfade.reconcile.proof;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.PARKED_WRITE;
import static dev.crossfade.database.schema.Tables.RECONCILIATION_ISSUE;
import static dev.crossfade.database.schema.Tables.ROWS_COMPARED;
import static dev.crossfade.database.schema.Tables.SNAPSHOT_COMPARED;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.SourceFacts;
import dev.crossfade.reconcile.fold.TenantFacts;
import dev.crossfade.reconcile.proof.TenantEvidence.SnapshotEvidence;
import dev.crossfade.reconcile.proof.TenantEvidence.Source;
import dev.crossfade.reconcile.proof.TenantEvidence.Waits;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Evidence from the fold, which knows of each source what the log says, and from PostgreSQL, which
 * knows what is applied, compared and parked. The fold has to be at least as far as PostgreSQL:
 * what it has not seen yet it cannot miss.
 */
public final class FoldEvidence implements EvidenceSource {
  private static final int PAGE = 1_000;

  private final Fold fold;
  private final ReconcilerStore store;

  public FoldEvidence(Fold fold, ReconcilerStore store) {
    this.fold = fold;
    this.store = store;
  }

  /** What PostgreSQL says of a partition, in one snapshot. */
  private record Noted(
      long applied,
      Rows rows,
      Map<List<String>, Compared> snapshots,
      Set<String> parked,
      Set<String> drift) {}

  /**
   * Where rows were found equal.
   *
   * @param all of all tenants but those named; null for never
   * @param own of single tenants
   */
  private record Rows(@Nullable Long all, Set<String> but, Map<String, Long> own) {
    @Nullable Long of(String tenant) {
      Long one = own.get(tenant);
      if (all == null || but.contains(tenant)) {
        return one;
      }
      return one == null ? all : Long.valueOf(Math.max(one, all));
    }
  }

  /** How the last comparison of a source's snapshot came out. */
  private record Compared(String snapshot, boolean clean) {}

  @Override
  public Set<Integer> partitions() {
    return Set.copyOf(fold.partitions().keySet());
  }

  @Override
  public List<TenantEvidence> of(int partition) {
    short migration = store.migrationId(fold.migration());
    Noted noted = store.reads().snapshot(tx -> noted(tx, migration, partition));
    return switch (fold.atEnd(partition)) {
      case FoldAnswer.At(FoldView view) -> {
        try (view) {
          if (view.nextOffset() < noted.applied()) {
            throw new IllegalStateException("the fold is behind PostgreSQL");
          }
          yield evidence(view, noted);
        }
      }
      case FoldAnswer.NotHere notHere -> List.of();
      case FoldAnswer.Halted halted -> throw new IllegalStateException("the fold stands still");
      case FoldAnswer.Behind behind -> throw new IllegalStateException("the fold is behind");
      case FoldAnswer.Pruned pruned -> throw new IllegalStateException("the fold is pruned");
    };
  }

  private static List<TenantEvidence> evidence(FoldView view, Noted noted) {
    List<TenantEvidence> all = new ArrayList<>();
    String after = null;
    List<TenantFacts> page;
    do {
      page = view.tenants(after, PAGE);
      for (TenantFacts tenant : page) {
        all.add(evidence(view, tenant, noted));
      }
      after = page.isEmpty() ? null : page.getLast().tenant();
    } while (page.size() == PAGE);
    return all;
  }

  private static TenantEvidence evidence(FoldView view, TenantFacts facts, Noted noted) {
    String tenant = facts.tenant();
    List<Source> sources = new ArrayList<>();
    for (SourceFacts source : view.sources(tenant)) {
      if (!source.own()) {
        boolean hole = !source.holes().isEmpty();
        sources.add(new Source(source.source().source(), hole, snapshot(source, noted)));
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
    Long equalAt = noted.rows().of(tenant);
    return new TenantEvidence(
        tenant,
        sources,
        equalAt == null ? null : new Position(view.partition(), equalAt),
        waits,
        noted.drift().contains(tenant));
  }

  private static @Nullable SnapshotEvidence snapshot(SourceFacts source, Noted noted) {
    SnapshotState complete = source.completeSnapshot();
    Position end = complete == null ? null : complete.ended();
    if (complete == null || end == null) {
      return null;
    }
    Compared compared =
        noted.snapshots().get(List.of(source.source().tenant(), source.source().source()));
    boolean equal =
        compared != null
            && compared.clean()
            && compared.snapshot().equals(complete.snapshot().id());
    return new SnapshotEvidence(end, end.offset() < noted.applied(), equal);
  }

  private static Noted noted(DSLContext tx, short migration, int partition) {
    var a = APPLIED_POSITION;
    Long applied =
        tx.select(a.NEXT_OFFSET)
            .from(a)
            .where(a.MIGRATION.eq(migration), a.PARTITION.eq(partition))
            .fetchOne(a.NEXT_OFFSET);
    var p = PARKED_WRITE;
    Set<String> parked =
        tx.selectDistinct(p.TENANT)
            .from(p)
            .where(p.MIGRATION.eq(migration), p.PARTITION.eq(partition))
            .fetchSet(p.TENANT);
    var i = RECONCILIATION_ISSUE;
    // Accepted differences do not count; repaired ones do until a run has found them equal.
    Set<String> drift =
        tx.selectDistinct(i.TENANT)
            .from(i)
            .where(i.MIGRATION.eq(migration), i.OPEN.isTrue(), i.DRIFT.isTrue())
            .and(i.STATE.ne("accepted"))
            .fetchSet(i.TENANT);
    return new Noted(
        applied == null ? 0 : applied,
        rows(tx, migration, partition),
        snapshots(tx, migration, partition),
        parked,
        drift);
  }

  private static Rows rows(DSLContext tx, short migration, int partition) {
    var r = ROWS_COMPARED;
    Long all = null;
    Set<String> but = new HashSet<>();
    Map<String, Long> own = new HashMap<>();
    for (var row :
        tx.select(r.TENANT, r.NEXT_OFFSET, r.BUT)
            .from(r)
            .where(r.MIGRATION.eq(migration), r.PARTITION.eq(partition))) {
      if (row.value1().isEmpty()) {
        all = row.value2();
        but.addAll(Arrays.asList(row.value3()));
      } else {
        own.put(row.value1(), row.value2());
      }
    }
    return new Rows(all, but, own);
  }

  private static Map<List<String>, Compared> snapshots(
      DSLContext tx, short migration, int partition) {
    var s = SNAPSHOT_COMPARED;
    Map<List<String>, Compared> all = new HashMap<>();
    tx.select(s.TENANT, s.SOURCE, s.SNAPSHOT, s.CLEAN)
        .from(s)
        .where(s.MIGRATION.eq(migration), s.PARTITION.eq(partition))
        .forEach(
            row ->
                all.put(
                    List.of(row.value1(), row.value2()), new Compared(row.value3(), row.value4())));
    return all;
  }
}
