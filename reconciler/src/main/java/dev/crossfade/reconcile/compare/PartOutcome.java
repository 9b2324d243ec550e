package dev.crossfade.reconcile.compare;

import dev.crossfade.core.log.Position;
import java.util.List;
import java.util.Map;

/** What came of comparing one part of a run. */
public sealed interface PartOutcome {
  /**
   * It was compared.
   *
   * @param position at which
   * @param domains how many records of each domain
   * @param differences what was seen: suspected only
   */
  record Compared(
      Position position, Map<String, DomainCounts> domains, List<Difference> differences, Cost cost)
      implements PartOutcome {
    public Compared {
      domains = Map.copyOf(domains);
      differences = List.copyOf(differences);
    }
  }

  /** It could not be told. */
  record Indeterminate(String why) implements PartOutcome {}
}
