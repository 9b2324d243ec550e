package dev.crossfade.testsupport.history;

import java.util.Map;
import java.util.Set;

/**
 * What the checker needs to know of the blueprint. All events are to be of one version of it.
 *
 * @param partitions of the log
 * @param blueprints the digests (hexadecimal) that events may carry; empty: any
 * @param domains policy of each domain; of one that is not named here AUTO_SKIP counts
 */
public record Rules(int partitions, Set<String> blueprints, Map<String, Domain> domains) {
  public Rules {
    blueprints = Set.copyOf(blueprints);
    domains = Map.copyOf(domains);
  }

  /** What happens to a change that meets another one. */
  public enum Policy {
    AUTO_OVERWRITE,
    AUTO_SKIP,
    AUTO_MERGE,
    INTERACTIVE;

    boolean byFields() {
      return this == AUTO_MERGE || this == INTERACTIVE;
    }
  }

  /**
   * One domain.
   *
   * @param fields fields with a policy of their own
   */
  public record Domain(Policy policy, Map<String, Policy> fields) {
    static final Domain UNKNOWN = new Domain(Policy.AUTO_SKIP, Map.of());

    public Domain {
      fields = Map.copyOf(fields);
    }
  }

  Domain domain(String name) {
    return domains.getOrDefault(name, Domain.UNKNOWN);
  }
}
