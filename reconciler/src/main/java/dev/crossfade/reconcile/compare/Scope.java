package dev.crossfade.reconcile.compare;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a migration is to be compared.
 *
 * @param tenants these only; null for all
 * @param domains these only; null for all
 */
public record Scope(@Nullable Set<String> tenants, @Nullable Set<String> domains) {
  /** Everything. */
  public static final Scope ALL = new Scope(null, null);

  public Scope {
    tenants = tenants == null ? null : Set.copyOf(tenants);
    domains = domains == null ? null : Set.copyOf(domains);
  }

  /** Whether a domain is part of it. */
  public boolean hasDomain(String domain) {
    return domains == null || domains.contains(domain);
  }

  /** Whether a tenant is part of it. */
  public boolean hasTenant(String tenant) {
    return tenants == null || tenants.contains(tenant);
  }
}
