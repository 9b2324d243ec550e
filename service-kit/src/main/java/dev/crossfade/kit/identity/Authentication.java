package dev.crossfade.kit.identity;

/** What an {@link Authenticator} found. */
public sealed interface Authentication {
  /** The caller is known. */
  record Accepted(Identity identity) implements Authentication {}

  /**
   * The caller is not known.
   *
   * @param detail why, in words that are safe to send back
   */
  record Refused(String detail) implements Authentication {}
}
