package dev.crossfade.reconcile.parts;

import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.fold.FoldAnswer;
import dev.crossfade.reconcile.fold.FoldLostException;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.rows.TablesComparison;
import dev.crossfade.reconcile.rows.TablesResult;
import dev.crossfade.reconcile.run.PartComparison.SecondLook;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Sighting;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Compares the tables as a whole with what was written. */
final class TablesPart {
  /** The most that are looked at again. */
  private static final int CAP = 20_000;

  private final Database database;
  private final LogEnds ends;

  TablesPart(Database database, LogEnds ends) {
    this.database = database;
    this.ends = ends;
  }

  PartLook compare(Work work, Optional<Fold> fold) throws InterruptedException {
    return look(work, fold, Map.of());
  }

  /**
   * @param before what was seen last, by what it is of: fields that were named are not looked up
   *     again for what looks the same
   */
  private PartLook.Compared look(Work work, Optional<Fold> fold, Map<Object, Difference> before)
      throws InterruptedException {
    try {
      return database.snapshot(tx -> look(tx, work, fold, before));
    } catch (AtPosition.StoppedException e) {
      throw new InterruptedException("stopping");
    }
  }

  private static PartLook.Compared look(
      DSLContext tx, Work work, Optional<Fold> fold, Map<Object, Difference> before) {
    AtPosition.unhurried(tx);
    TablesResult result =
        comparison(work)
            .compare(
                tx,
                new TablesComparison.Scope(work.scope().tenants(), work.scope().domains()),
                CAP);
    List<Suspect> suspects =
        result.differences().stream()
            .map(one -> new Suspect(withFields(one, before), null))
            .toList();
    FieldLookup.Named named =
        fold.isEmpty() ? new FieldLookup.Named(suspects, 0) : named(tx, work, fold.get(), suspects);
    Map<Integer, Long> positions = new TreeMap<>();
    result.positions().forEach((p, at) -> positions.put(p, at.offset()));
    return new PartLook.Compared(
        positions,
        result.domains(),
        named.suspects(),
        result.cost().plus(new Cost(0, 0, 0, named.documents(), 0, 0)),
        result.unclear(),
        List.of(),
        beyond(result));
  }

  private static Difference withFields(Difference now, Map<Object, Difference> before) {
    Difference last = before.get(what(now));
    return last != null && now.sameAs(last) ? now.with(last.fields()) : now;
  }

  private static @Nullable String beyond(TablesResult result) {
    if (result.capped()) {
      return "there are more differences than are looked at again";
    }
    return result.unclear().size() < TablesResult.MOST_UNCLEAR
        ? null
        : "there are more tenants with records by an older blueprint than are named";
  }

  private static TablesComparison comparison(Work work) {
    return new TablesComparison(
        work.migrationId(),
        work.migration()::blueprint,
        work.migration().blueprint().orElseThrow());
  }

  /** With the fields named, of those partitions whose fold is here and comes there in time. */
  private static FieldLookup.Named named(
      DSLContext tx, Work work, Fold fold, List<Suspect> suspects) {
    long[] documents = {0};
    long end = AtPosition.patience();
    Map<Position, List<Suspect>> byPosition = new HashMap<>();
    suspects.forEach(
        one ->
            byPosition
                .computeIfAbsent(one.difference().position(), at -> new ArrayList<>())
                .add(one));
    Map<Suspect, Suspect> named = new HashMap<>();
    byPosition.forEach(
        (at, some) -> {
          boolean unnamed = some.stream().anyMatch(one -> one.difference().fields().isEmpty());
          if (unnamed
              && AtPosition.awaited(tx, fold, at, end) instanceof FoldAnswer.At(FoldView view)) {
            try (view) {
              FieldLookup.Named now = FieldLookup.named(tx, work, view, some);
              documents[0] += now.documents();
              for (int i = 0; i < some.size(); i++) {
                named.put(some.get(i), now.suspects().get(i));
              }
            } catch (FoldLostException e) {
              // Then they are told without their fields.
              named.keySet().removeAll(some);
            }
          }
        });
    return new FieldLookup.Named(
        suspects.stream().map(one -> named.getOrDefault(one, one)).toList(), documents[0]);
  }

  SecondLook again(Work work, List<Suspect> suspects, Optional<Fold> fold)
      throws InterruptedException {
    Map<Object, Difference> before = new HashMap<>();
    suspects.forEach(one -> before.put(what(one.difference()), one.difference()));
    PartLook.Compared now = look(narrowed(work, suspects), fold, before);
    Map<Object, Difference> differing = new HashMap<>();
    now.suspects().forEach(one -> differing.put(what(one.difference()), one.difference()));
    Map<Integer, Long> logEnds = new HashMap<>();
    List<Sighting> sightings = new ArrayList<>();
    for (Suspect suspect : suspects) {
      Difference difference = differing.get(what(suspect.difference()));
      if (difference == null) {
        sightings.add(now.beyond() == null ? new Sighting.Same() : new Sighting.Unseen());
      } else {
        int partition = difference.position().partition();
        Long end = logEnds.get(partition);
        if (end == null) {
          end = ends.end(work.migration(), partition);
          logEnds.put(partition, end);
        }
        sightings.add(new Sighting.Differs(difference, end > difference.position().offset()));
      }
    }
    return new SecondLook(sightings, now.cost());
  }

  private static Object what(Difference difference) {
    return List.of(difference.record(), String.valueOf(difference.row()));
  }

  /** Only the tenants and domains that anything is suspected of; rows without one are of all. */
  private static Work narrowed(Work work, List<Suspect> suspects) {
    Set<String> tenants =
        suspects.stream()
            .map(one -> one.difference().record().tenant())
            .collect(Collectors.toSet());
    Set<String> domains =
        suspects.stream()
            .map(one -> one.difference().record().domain())
            .collect(Collectors.toSet());
    @Nullable Set<String> only = tenants.contains("") ? work.scope().tenants() : tenants;
    return new Work(
        work.migration(),
        work.migrationId(),
        work.level(),
        new dev.crossfade.reconcile.run.Scope(only, domains, null),
        work.part());
  }
}
