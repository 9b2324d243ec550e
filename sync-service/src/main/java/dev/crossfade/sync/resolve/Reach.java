package dev.crossfade.sync.resolve;

import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.sync.read.ReadProblem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose records a caller gets to see and to decide on: those of the tenant in its token, where that
 * names one; an operator without a tenant may name one, and else reaches those of all.
 *
 * @param tenant null for all
 */
public record Reach(@Nullable String tenant) {
  private static final Set<Role> OF_ALL = Set.of(Role.OPERATOR, Role.ADMIN);

  /**
   * The reach of a request.
   *
   * @param named the tenant that it asks for; null where it names none
   * @throws dev.crossfade.kit.problem.ProblemException 403 {@code tenant-mismatch} where that is
   *     another than the token's; 400 {@code tenant-missing}
   */
  public static Reach of(Identity who, @Nullable String named) {
    if (who.tenant() == null && who.hasAny(OF_ALL)) {
      return new Reach(named);
    }
    String own = who.requireTenant();
    if (named != null && !named.equals(own)) {
      throw ReadProblem.TENANT_MISMATCH
          .with("The token is another tenant's than the one that is named.")
          .exception();
    }
    return new Reach(own);
  }

  /** Whether records of this tenant are within it. */
  public boolean covers(String other) {
    return tenant == null || tenant.equals(other);
  }
}
