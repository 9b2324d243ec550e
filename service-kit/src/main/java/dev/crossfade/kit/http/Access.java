package dev.crossfade.kit.http;

import dev.crossfade.kit.identity.Role;
import java.util.EnumSet;
import java.util.Set;

/** Who may use a route. Each route says so; there is no default. */
public sealed interface Access {
  /** Everybody, unasked: health, metrics, the interface's description. */
  record Open() implements Access {}

  /**
   * Callers that have at least one of the roles.
   *
   * @param anyOf not empty
   */
  record Roles(Set<Role> anyOf) implements Access {
    public Roles {
      anyOf = Set.copyOf(anyOf);
      if (anyOf.isEmpty()) {
        throw new IllegalArgumentException("a route needs a role, or is open");
      }
    }
  }

  /** Everybody. */
  static Access open() {
    return new Open();
  }

  /** Callers with at least one of the roles. */
  static Access roles(Role first, Role... more) {
    return new Roles(EnumSet.of(first, more));
  }
}
