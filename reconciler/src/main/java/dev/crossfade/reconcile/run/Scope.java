package dev.crossfade.reconcile.run;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to look at. Null stands for all.
 *
 * @param tenants whose records
 * @param domains of which collections
 * @param sources whose snapshots; of meaning for {@link Level#SNAPSHOT} only
 */
public record Scope(
    @Nullable Set<String> tenants, @Nullable Set<String> domains, @Nullable Set<String> sources) {
  /** All there is. */
  public static final Scope ALL = new Scope(null, null, null);

  /** The most tenants that one run can be narrowed to. */
  public static final int MAX_TENANTS = 10_000;

  public Scope {
    tenants = sorted(tenants);
    domains = sorted(domains);
    sources = sorted(sources);
  }

  private static @Nullable Set<String> sorted(@Nullable Set<String> names) {
    return names == null ? null : java.util.Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /** Whether records of this tenant are looked at. */
  public boolean hasTenant(String tenant) {
    return tenants == null || tenants.contains(tenant);
  }

  /** Whether records of this domain are looked at. */
  public boolean hasDomain(String domain) {
    return domains == null || domains.contains(domain);
  }

  /** Whether snapshots of this source are looked at. */
  public boolean hasSource(String source) {
    return sources == null || sources.contains(source);
  }
}
