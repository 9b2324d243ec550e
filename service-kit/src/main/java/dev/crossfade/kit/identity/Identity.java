package dev.crossfade.kit.identity;

import dev.crossfade.kit.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param sub the token's subject
 * @param tenant the tenant asked for; null for an importer or operator without one
 * @param roles what the caller may do
 */
public record Identity(String sub, @Nullable String tenant, Set<Role> roles) {
  /** A caller of an open route: nobody, with no rights. */
  public static final Identity ANONYMOUS = new Identity("anonymous", null, Set.of());

  /** The longest tenant, in UTF-16 units. */
  public static final int MAX_TENANT = 128;

  public Identity {
    roles = Set.copyOf(roles);
  }

  /** Whether the caller has the role. */
  public boolean has(Role role) {
    return roles.contains(role);
  }

  /** Whether the caller has at least one of the roles. */
  public boolean hasAny(Set<Role> wanted) {
    for (Role role : wanted) {
      if (roles.contains(role)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The tenant.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code tenant-missing} when there is
   *     none
   */
  public String requireTenant() {
    String mine = tenant;
    if (mine == null) {
      throw Problem.of(400, "tenant-missing", "No tenant is named", "The token names no tenant.")
          .exception();
    }
    return mine;
  }

  /** Whether a text can name a tenant: not blank, at most 128 units, no control characters. */
  static boolean isTenant(String text) {
    if (text.isBlank() || text.length() > MAX_TENANT) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
