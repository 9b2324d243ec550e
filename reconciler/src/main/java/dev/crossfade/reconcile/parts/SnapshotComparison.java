package dev.crossfade.reconcile.parts;

import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedDigest;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.reconcile.snapshot.SnapshotRow;
import dev.crossfade.reconcile.snapshot.SnapshotRows;
import dev.crossfade.reconcile.snapshot.SnapshotRows.Complete;
import dev.crossfade.reconcile.snapshot.SnapshotRule;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import dev.crossfade.reconcile.snapshot.ToldDomains;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Compares the last complete snapshots of a partition's sources with what stands: each row of them,
 * and then each record that one of them should have and has not. For one thread, once.
 */
final class SnapshotComparison implements SnapshotRows.Taker, SnapshotLook.Sink {
  /** The most suspects that are looked at again. */
  private static final int CAP = 20_000;

  private static final int PAGE = 1_000;

  private final DSLContext tx;
  private final Work work;
  private final FoldView view;
  private final SnapshotSources sources;
  private final SnapshotLook look;
  private final Map<SourceKey, Complete> bySource = new HashMap<>();
  private final Map<SourceKey, Set<String>> told = new HashMap<>();
  private final SeenRows seen = new SeenRows();
  private final Map<String, Long> inSnapshots = new TreeMap<>();
  private final Map<String, Map<Count, Long>> counts = new TreeMap<>();
  private final List<Suspect> suspects = new ArrayList<>();
  private final Set<String> unclear;
  private boolean capped;
  private long documents;

  SnapshotComparison(DSLContext tx, Work work, FoldView view) {
    this.tx = tx;
    this.work = work;
    this.view = view;
    this.sources = SnapshotSources.of(view, work.scope());
    this.unclear = new TreeSet<>(sources.unclear());
    this.look = new SnapshotLook(tx, work, view, this);
    sources.snapshots().forEach(one -> bySource.put(one.source(), one));
  }

  /**
   * Does it.
   *
   * @throws SeenRows.TooManyException where there are more rows than one part compares
   */
  PartLook.Compared compare(SnapshotRows rows) {
    if (!sources.snapshots().isEmpty()) {
      rows.read(view.partition(), sources.snapshots(), this);
      look.flush();
      sources.byTenant().forEach(this::absent);
    }
    return new PartLook.Compared(
        Map.of(work.part(), view.nextOffset()),
        domains(),
        suspects,
        new Cost(0, 0, 0, documents, 0, 0),
        unclear,
        sources.snapshots().stream().map(SnapshotComparison::name).toList(),
        capped ? "there are more differences than are looked at again" : null);
  }

  static Suspect.SnapshotName name(Complete snapshot) {
    return new Suspect.SnapshotName(snapshot.source(), snapshot.snapshot().snapshot().id());
  }

  @Override
  public void row(SnapshotRow row) {
    RecordKey key = row.read().record();
    if (seen.add(row.read().envelope().source().source(), key)
        && work.scope().hasDomain(key.domain())) {
      inSnapshots.merge(key.domain(), 1L, Long::sum);
      documents++;
      look.take(row);
    }
  }

  @Override
  public void unreadable(RecordKey record, @Nullable SourceKey source) {
    boolean concerned =
        source == null ? work.scope().hasTenant(record.tenant()) : bySource.containsKey(source);
    if (concerned) {
      unclear.add(record.tenant());
    }
  }

  @Override
  public void ended(Complete snapshot, Document audit) {
    told.put(snapshot.source(), ToldDomains.of(audit));
  }

  @Override
  public void seen(SnapshotRow row, SnapshotLook.Seen found) {
    RecordKey key = row.read().record();
    switch (found) {
      case SnapshotLook.Seen.Fine(Count count) -> count(key, count);
      case SnapshotLook.Seen.Differs(Difference difference) ->
          suspect(difference, row.read().envelope().source());
      case SnapshotLook.Seen.Untold() -> {
        count(key, Count.INDETERMINATE);
        unclear.add(key.tenant());
      }
    }
  }

  @Override
  public void orphaned(SnapshotRow row, Difference finding) {
    keep(finding, row.read().envelope().source());
  }

  private void count(RecordKey key, Count count) {
    Map<Count, Long> of = counts.computeIfAbsent(key.domain(), d -> new EnumMap<>(Count.class));
    of.merge(count, 1L, Long::sum);
    of.merge(Count.COMPARED, 1L, Long::sum);
  }

  private void suspect(Difference difference, SourceKey source) {
    boolean missing = difference.type() == DifferenceType.MISSING_RECORD;
    boolean extra = difference.type() == DifferenceType.EXTRA_RECORD;
    count(difference.record(), missing ? Count.MISSING : extra ? Count.EXTRA : Count.DIFFERENT);
    keep(difference, source);
  }

  private void keep(Difference difference, SourceKey source) {
    Complete of = bySource.get(source);
    if (of != null && suspects.size() < CAP) {
      suspects.add(new Suspect(difference, name(of)));
    } else {
      capped = true;
    }
  }

  /** Goes through the tenant's records for what its sources' snapshots do not have. */
  private void absent(String tenant, List<Complete> snapshots) {
    for (String domain : view.domains(tenant)) {
      if (work.scope().hasDomain(domain)) {
        String after = null;
        List<FoldedDigest> page;
        do {
          page = view.records(tenant, domain, after, PAGE);
          absent(page, snapshots);
          after = page.isEmpty() ? null : page.getLast().record().id();
        } while (page.size() == PAGE);
      }
    }
  }

  private void absent(List<FoldedDigest> page, List<Complete> snapshots) {
    Map<RecordKey, Extra> found = new LinkedHashMap<>();
    for (FoldedDigest one : page) {
      RecordKey key = one.record();
      List<Complete> without =
          one.digest() == null
              ? List.of()
              : snapshots.stream().filter(of -> !seen.contains(of.source().source(), key)).toList();
      FoldedRecord record = without.isEmpty() ? null : view.record(key);
      if (record != null) {
        without.stream()
            .filter(of -> isExtra(record, of, Beside.NOTHING))
            .forEach(of -> found.put(key, new Extra(record, of)));
      }
    }
    for (Extra extra : settled(tx, work, found)) {
      RecordKey key = extra.record().record();
      if (told.getOrDefault(extra.of().source(), Set.of()).contains(key.domain())) {
        look.surplus(extra.record())
            .ifPresent(difference -> suspect(difference, extra.of().source()));
      } else {
        count(key, Count.INDETERMINATE);
        unclear.add(key.tenant());
      }
    }
  }

  /** A record, and the snapshot that should have it. Its maker is one, so the snapshot is. */
  record Extra(FoldedRecord record, Complete of) {}

  /** Those with nothing beside them. */
  static List<Extra> settled(DSLContext tx, Work work, Map<RecordKey, Extra> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    BesideRecords beside = BesideRecords.of(tx, work.migrationId(), found.keySet());
    return found.values().stream()
        .filter(
            extra ->
                isExtra(
                    extra.record(),
                    extra.of(),
                    beside.beside(extra.record().record(), extra.of().source().source())))
        .toList();
  }

  static boolean isExtra(FoldedRecord record, Complete of, Beside beside) {
    return SnapshotRule.ofAbsent(
            record.state(),
            of.source().source(),
            of.snapshot().snapshot().watermark(),
            of.end(),
            beside)
        == SnapshotRule.EXTRA;
  }

  private Map<String, DomainCounts> domains() {
    Map<String, Long> there = there();
    Set<String> names = new TreeSet<>(inSnapshots.keySet());
    names.addAll(counts.keySet());
    names.addAll(there.keySet());
    Map<String, DomainCounts> domains = new TreeMap<>();
    for (String name : names) {
      domains.put(
          name,
          new DomainCounts(
              inSnapshots.getOrDefault(name, 0L),
              there.getOrDefault(name, 0L),
              counts.getOrDefault(name, Map.of())));
    }
    return domains;
  }

  /** How many live records the tenants have whose snapshots were compared. */
  private Map<String, Long> there() {
    var s = RECORD_STATE;
    Map<String, Long> there = new TreeMap<>();
    tx.select(s.DOMAIN, DSL.count())
        .from(s)
        .where(
            s.MIGRATION.eq(work.migrationId()),
            s.TENANT.eq(DSL.any(sources.byTenant().keySet().toArray(String[]::new))),
            s.DIGEST.isNotNull())
        .groupBy(s.DOMAIN)
        .forEach(
            r -> {
              if (work.scope().hasDomain(r.value1())) {
                there.put(r.value1(), r.value2().longValue());
              }
            });
    return there;
  }
}
