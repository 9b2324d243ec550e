package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.cutover.TenantSwitch;
import dev.crossfade.reconcile.cutover.SwitchStep.Compared;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's switch goes by, asked now. Thread-safe; each throws {@link
 * FactsUnavailableException} where it cannot be asked.
 */
interface SwitchFacts {
  /** Where the log of the tenant's partition ends: the offset that the next event gets. */
  long end(String tenant);

  /** The next offset of the tenant's partition that sync will apply. */
  long applied(String tenant);

  /** Asks for the switch's comparison; once, however often it is called and by whom. */
  void compare(TenantSwitch order);

  /** How it stands; null before it was asked for. */
  @Nullable Compared compared(TenantSwitch order);

  /** What is known of a tenant; empty when nothing is. */
  Optional<TenantProof> proof(String tenant);
}
