package dev.crossfade.reconcile.proof;

import java.util.List;
import java.util.Set;

/** Where a migration's evidence comes from. May read a database; called by one thread. */
public interface EvidenceSource {
  /** The partitions whose tenants are judged here at the moment. */
  Set<Integer> partitions();

  /**
   * The evidence of each tenant of a partition ever seen in the log.
   *
   * @throws RuntimeException where it cannot be told now: then what was said last stands
   */
  List<TenantEvidence> of(int partition);
}
