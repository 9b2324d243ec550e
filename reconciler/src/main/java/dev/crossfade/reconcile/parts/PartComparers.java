package dev.crossfade.reconcile.parts;

import static dev.crossfade.database.schema.Tables.BUCKET_SUM;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.PartComparison;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Sighting;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.reconcile.store.ReconcilerStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.impl.DSL;

/**
 * Compares partitions with their fold, the tables as a whole, and snapshots with the rows.
 * Thread-safe.
 */
public final class PartComparers implements PartComparison {
  private final Folds folds;
  private final ReconcilerStore store;
  private final LogEnds ends;
  private final AtPosition position;
  private final TablesPart tables;
  private final SnapshotsPart snapshots;

  /**
   * @param kafka what reaches and authenticates with the broker
   */
  public PartComparers(
      Folds folds, ReconcilerStore store, LogEnds ends, Map<String, String> kafka) {
    this.folds = folds;
    this.store = store;
    this.ends = ends;
    this.position = new AtPosition(store.comparisons());
    this.tables = new TablesPart(store.comparisons(), ends);
    this.snapshots = new SnapshotsPart(position, ends, Map.copyOf(kafka));
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.values());
  }

  @Override
  public Set<Integer> held(Migration migration) {
    return folds.of(migration).map(fold -> fold.partitions().keySet()).orElse(Set.of());
  }

  @Override
  public long expected(Work work) {
    var b = BUCKET_SUM;
    BigDecimal live =
        store
            .reads()
            .dsl()
            .select(DSL.sum(b.LIVE))
            .from(b)
            .where(b.MIGRATION.eq(work.migrationId()))
            .and(work.tables() ? DSL.noCondition() : b.PARTITION.eq(work.part()))
            .fetchSingle()
            .value1();
    return live == null || work.tables() ? 0 : live.longValue();
  }

  @Override
  public PartLook compare(Work work) throws InterruptedException {
    Optional<Fold> fold = folds.of(work.migration());
    if (work.tables()) {
      return tables.compare(work, fold);
    }
    if (fold.isEmpty()) {
      return new PartLook.Lost();
    }
    if (work.level() == Level.SNAPSHOT) {
      return snapshots.compare(work, fold.get());
    }
    AtPosition.Read<PartLook.Compared> read =
        position.read(
            work,
            fold.get(),
            (tx, view) -> {
              PartLook.Compared found = new StatesComparison(tx, work, view).compare();
              FieldLookup.Named named = FieldLookup.named(tx, work, view, found.suspects());
              return new PartLook.Compared(
                  found.positions(),
                  found.domains(),
                  named.suspects(),
                  found.cost().plus(new Cost(0, 0, 0, named.documents(), 0, 0)),
                  found.unclear(),
                  found.snapshots(),
                  found.beyond());
            });
    return switch (read) {
      case AtPosition.Read.Done<PartLook.Compared>(PartLook.Compared compared) -> compared;
      case AtPosition.Read.Untold<PartLook.Compared>(String why) -> new PartLook.Indeterminate(why);
      case AtPosition.Read.NotHere<PartLook.Compared>() -> new PartLook.Lost();
    };
  }

  @Override
  public SecondLook again(Work work, List<Suspect> suspects) throws InterruptedException {
    Optional<Fold> fold = folds.of(work.migration());
    if (work.tables()) {
      return tables.again(work, suspects, fold);
    }
    if (fold.isEmpty()) {
      return unseen(suspects.size());
    }
    if (work.level() == Level.SNAPSHOT) {
      return snapshots.again(work, fold.get(), suspects);
    }
    AtPosition.Read<List<Seen>> read =
        position.read(
            work,
            fold.get(),
            (tx, view) -> {
              Position at = new Position(work.part(), view.nextOffset());
              List<Difference> sums =
                  suspects.stream().anyMatch(one -> BucketSums.isSum(one.difference()))
                      ? new StatesComparison(tx, work, view).wrongSums()
                      : List.of();
              Map<RecordKey, DecidedStates.State> states =
                  new DecidedStates(tx, work)
                      .of(suspects.stream().map(one -> one.difference().record()).toList());
              List<Seen> seen = new ArrayList<>();
              for (Suspect suspect : suspects) {
                Difference was = suspect.difference();
                RecordKey key = was.record();
                seen.add(
                    new Seen(
                        BucketSums.isSum(was)
                            ? sums.stream()
                                .filter(now -> Objects.equals(now.row(), was.row()))
                                .filter(now -> now.record().equals(key))
                                .findFirst()
                            : Optional.ofNullable(
                                StatesComparison.difference(
                                    key, view.digest(key), states.get(key), at))));
              }
              return seen;
            });
    if (!(read instanceof AtPosition.Read.Done<List<Seen>>(List<Seen> seen))) {
      return unseen(suspects.size());
    }
    // Asked after the look: what is appended later cannot have been seen by it.
    long end = ends.end(work.migration(), work.part());
    List<Sighting> sightings = new ArrayList<>();
    for (Seen one : seen) {
      sightings.add(
          one.difference()
              .<Sighting>map(now -> new Sighting.Differs(now, end > now.position().offset()))
              .orElseGet(Sighting.Same::new));
    }
    return new SecondLook(sightings, new Cost(0, 0, 2L * seen.size(), 0, 0, 0));
  }

  /** How a record differs now. */
  private record Seen(Optional<Difference> difference) {}

  private static SecondLook unseen(int count) {
    return new SecondLook(
        Collections.nCopies(count, new Sighting.Unseen()), new Cost(0, 0, 0, 0, 0, 0));
  }
}
