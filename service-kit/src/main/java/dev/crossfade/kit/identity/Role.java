package dev.crossfade.kit.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller may do. No role contains another. */
public enum Role {
  WRITER,
  READER,
  IMPORTER,
  OPERATOR,
  ADMIN;

  private final String claim = name().toLowerCase(Locale.ROOT);

  /** The name in a token's {@code roles}. */
  public String claim() {
    return claim;
  }

  /** The role of that name, or null when the name is not known. */
  public static @Nullable Role ofClaim(String name) {
    for (Role role : values()) {
      if (role.claim.equals(name)) {
        return role;
      }
    }
    return null;
  }
}
