package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import java.util.Optional;

/**
 * What one migration's cutover is decided from, asked now. May read a database; thread-safe.
 *
 * <p>It throws where something cannot be asked: a gate that nobody looked at does not hold.
 */
public interface GateFacts {
  /** The numbers of a raise from this cutover to that share. */
  GateNumbers numbers(Cutover cutover, Share next);

  /** How many tenants there are, and how many of them read. */
  Cohort cohort(Cutover cutover, Share next);

  /** What is known of a tenant; empty when nothing is. */
  Optional<TenantProof> proof(String tenant);

  /** The latest clean {@code rows} run of the whole migration behind the last change. */
  Optional<CleanRun> cleanRows(Cutover cutover);

  /**
   * Counts of tenants.
   *
   * @param reading whose reads come from PostgreSQL
   * @param next that the next raise would let in
   */
  record Cohort(long tenants, long verified, long reading, long next) {}
}
