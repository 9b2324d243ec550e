package dev.crossfade.reconcile.run;

import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.Cost;
import java.util.List;
import java.util.Set;

/**
 * Compares parts. Thread-safe; what it throws is a fault, but {@link
 * org.jooq.exception.DataAccessException}, which says that PostgreSQL is away.
 */
public interface PartComparison {
  /** The levels that it can compare. */
  Set<Level> levels();

  /** The partitions of the migration whose fold is here at the moment. */
  Set<Integer> held(Migration migration);

  /** About how many records a part has; 0 where that is not known. */
  long expected(Work work);

  /** Looks at all of it, in one transaction that reads. */
  PartLook compare(Work work) throws InterruptedException;

  /**
   * Looks at the suspects again, in another transaction.
   *
   * @return a sighting for each, in their order
   */
  SecondLook again(Work work, List<Suspect> suspects) throws InterruptedException;

  /** What came of it: as many sightings as there were suspects. */
  record SecondLook(List<Sighting> sightings, Cost cost) {
    public SecondLook {
      sightings = List.copyOf(sightings);
    }
  }
}
