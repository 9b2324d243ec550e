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
   * @param nextOffset the position: the offset of the first event that does not count; null for the
   *     tables as a whole, which have none
   * @param domains how many records of each domain. A record that is suspected counts under the
   *     type of the first of its suspects
   * @param unclear the tenants of which something could not be told
   * @param snapshots those that were compared
   */
  record Compared(
      @Nullable Long nextOffset,
      Map<String, DomainCounts> domains,
      List<Suspect> suspects,
      Cost cost,
      Set<String> unclear,
      List<Suspect.SnapshotName> snapshots)
      implements PartLook {
    public Compared {
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
