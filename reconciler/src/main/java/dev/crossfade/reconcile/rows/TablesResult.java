package dev.crossfade.reconcile.rows;

import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DomainCounts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What comparing the users' tables with what is noted of them has found.
 *
 * @param positions how far each partition was applied then
 * @param domains how many records came out how. How many there are by the log and in PostgreSQL it
 *     does not say: the partitions' parts do
 * @param differences the first of them, one a record or row that no record has; suspected only
 * @param capped whether there are more
 * @param unclear the tenants with records of which it cannot be told, the first {@link
 *     #MOST_UNCLEAR} of them
 */
public record TablesResult(
    Map<Integer, Position> positions,
    Map<String, DomainCounts> domains,
    List<Difference> differences,
    boolean capped,
    Set<String> unclear,
    Cost cost) {
  /** The most tenants that are named; where there are as many, there may be more. */
  public static final int MOST_UNCLEAR = 10_000;

  public TablesResult {
    positions = Map.copyOf(positions);
    domains = Map.copyOf(domains);
    differences = List.copyOf(differences);
    unclear = Set.copyOf(unclear);
  }
}
