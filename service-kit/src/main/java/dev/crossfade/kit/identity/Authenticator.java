package dev.crossfade.kit.identity;

import org.jspecify.annotations.Nullable;

/** Finds out who asks. Implementations are safe for use by many threads. */
public interface Authenticator {
  /** The header that names the tenant in development mode. */
  String TENANT_HEADER = "X-Crossfade-Tenant";

  /**
   * Identifies a caller.
   *
   * @param authorization the value of {@code Authorization}, if sent
   * @param tenantHeader the value of {@link #TENANT_HEADER}, if sent; only development mode heeds
   *     it
   */
  Authentication authenticate(@Nullable String authorization, @Nullable String tenantHeader);

  /**
   * Whether a server with this authenticator may listen on a loopback address only, and must refuse
   * what a foreign web page could make a browser send.
   */
  default boolean loopbackOnly() {
    return false;
  }
}
