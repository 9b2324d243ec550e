package dev.crossfade.standalone.demo.write;

import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * In whose name requests are made.
 *
 * @param token null in development mode, where the tenant is named by a header
 */
public record Access(String tenant, @Nullable String token) {
  /** In development mode. */
  public static Access development(String tenant) {
    return new Access(tenant, null);
  }

  /** Adds what proves it. */
  public HttpRequest.Builder addTo(HttpRequest.Builder request) {
    return token == null
        ? request.header("X-Crossfade-Tenant", tenant)
        : request.header("Authorization", "Bearer " + token);
  }

  @Override
  public String toString() {
    return "access for " + tenant;
  }
}
