package dev.crossfade.kit.http;

import dev.crossfade.kit.identity.Authentication;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A started server on a free port, with a client. */
final class KitServer implements AutoCloseable {
  /** Takes {@code Role <name>} for a caller with that one role. */
  static final Authenticator BY_ROLE = KitServer::byRole;

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  KitServer(Authenticator authenticator, HttpLimits limits, Route... routes) {
    server =
        HttpServer.builder()
            .routes(List.of(routes))
            .authenticator(authenticator)
            .limits(limits)
            .build();
    server.start();
  }

  KitServer(Route... routes) {
    this(
        BY_ROLE,
        HttpLimits.defaults()
            .withTimeouts(HttpTimeouts.defaults().withStop(Duration.ofMillis(200))),
        routes);
  }

  int port() {
    return server.port();
  }

  HttpServer server() {
    return server;
  }

  RawCaller raw() throws IOException {
    return new RawCaller(port());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static Authentication byRole(@Nullable String authorization, @Nullable String tenant) {
    if (authorization == null || !authorization.startsWith("Role ")) {
      return new Authentication.Refused("No role.");
    }
    Role role = Role.ofClaim(authorization.substring(5));
    return new Authentication.Accepted(
        new Identity("test", tenant, role == null ? Set.of() : Set.of(role)));
  }

  @Override
  public void close() {
    server.stop();
    client.close();
  }
}
