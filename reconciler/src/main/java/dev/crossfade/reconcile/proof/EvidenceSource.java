package dev.crossfade.reconcile.proof;

import java.util.Set;

/** Where a migration's evidence comes from. May read a database; called by one thread. */
public interface EvidenceSource {
  /** The partitions whose tenants are judged here at the moment. */
  Set<Integer> partitions();

  /**
   * Tells the evidence of each tenant of a partition for which it may be another than at the last
   * look that came to its end, and of these; at the first look, and whenever it cannot tell which
   * ones that are, of all.
   *
   * @param also tenants to be told of in any case; those of other partitions are left out
   * @throws NotYetException where it cannot be told for now, as when a service starts
   * @throws RuntimeException where it cannot be told, or was not taken: then the next look tells of
   *     these, too
   */
  void look(int partition, Set<String> also, Sink sink);

  /** Who takes evidence. */
  interface Sink {
    /** The evidence of a tenant. */
    void take(TenantEvidence evidence);

    /** Returns when all that was taken is safe. */
    void settle();
  }

  /** It cannot be told for now: nothing is wrong yet. */
  final class NotYetException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says why; shows no data. */
    public NotYetException(String why) {
      super(why);
    }
  }
}
