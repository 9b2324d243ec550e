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
   * @param apiKey whether the token may also come as {@code X-API-Key}, as some protocols have it
   */
  record Roles(Set<Role> anyOf, boolean apiKey) implements Access {
    public Roles {
      anyOf = Set.copyOf(anyOf);
      if (anyOf.isEmpty()) {
        throw new IllegalArgumentException("a route needs a role, or is open");
      }
    }

    /** Callers whose token comes as {@code Authorization}, and no other way. */
    public Roles(Set<Role> anyOf) {
      this(anyOf, false);
    }

    /** The same callers, whose token may also come as {@code X-API-Key}. */
    public Roles orApiKey() {
      return new Roles(anyOf, true);
    }
  }

  /** Everybody. */
  static Access open() {
    return new Open();
  }

  /** Callers with at least one of the roles. */
  static Roles roles(Role first, Role... more) {
    return new Roles(EnumSet.of(first, more));
  }
}
