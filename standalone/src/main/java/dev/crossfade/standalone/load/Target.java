package dev.crossfade.standalone.load;

import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A migration of a running Crossfade, and in whose name it is asked.
 *
 * @param url of the service, without a slash at the end
 * @param tenant named by a header where there is no token, in development mode; null for none
 * @param token null in development mode
 */
public record Target(URI url, String migration, @Nullable String tenant, @Nullable String token) {
  /** A request to a path behind {@code /v1/{migration}}, with what proves who asks. */
  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + "/v1/" + migration + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    } else if (tenant != null) {
      request.header("X-Crossfade-Tenant", tenant);
    }
    return request;
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return "Target[" + url + " " + migration + "]";
  }
}
