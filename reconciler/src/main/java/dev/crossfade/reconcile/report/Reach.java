package dev.crossfade.reconcile.report;

import dev.crossfade.kit.identity.Identity;
import dev.crossfade.reconcile.run.Run;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose runs a caller asks for and sees: an operator whose token names a tenant, those of that
 * tenant alone; another one all.
 *
 * @param tenant null for all
 */
record Reach(@Nullable String tenant) {
  static Reach of(Identity who) {
    return new Reach(who.tenant());
  }

  /** Whether the caller may see the run. */
  boolean covers(Run run) {
    return tenant == null || Set.of(tenant).equals(run.order().scope().tenants());
  }

  /**
   * The tenants that a run of the caller's looks at.
   *
   * @param named null where it names none
   * @throws dev.crossfade.kit.problem.ProblemException 403 {@code tenant-mismatch}
   */
  @Nullable Set<String> tenants(@Nullable Set<String> named) {
    if (tenant == null) {
      return named;
    }
    if (named != null && !named.equals(Set.of(tenant))) {
      throw ReportProblem.TENANT_MISMATCH
          .with("The token is another tenant's than one that is named.")
          .exception();
    }
    return Set.of(tenant);
  }
}
