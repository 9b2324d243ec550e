package dev.crossfade.reconcile.run;

import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of a first look at a part. */
public sealed interface PartLook {
  /**
   * It was compared.
   *
   * @param positions by partition: the offset of the first event that does not count
   * @param domains how many records of each domain. A record that is suspected counts under the
   *     type of the first of its suspects; once for each snapshot that it is held against
   * @param unclear the tenants of which something could not be told
   * @param snapshots those that were compared
   * @param beyond what of it could not be told, beside that; shows no data. Null for nothing
   */
  record Compared(
      Map<Integer, Long> positions,
      Map<String, DomainCounts> domains,
      List<Suspect> suspects,
      Cost cost,
      Set<String> unclear,
      List<Suspect.SnapshotName> snapshots,
      @Nullable String beyond)
      implements PartLook {
    public Compared {
      positions = Map.copyOf(positions);
      domains = Map.copyOf(domains);
      suspects = List.copyOf(suspects);
      unclear = Set.copyOf(unclear);
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * It cannot be told.
   *
   * @param why for a person; shows no data
   */
  record Indeterminate(String why) implements PartLook {}

  /** What is needed for it is not here any more: another instance may have it. */
  record Lost() implements PartLook {}
}
