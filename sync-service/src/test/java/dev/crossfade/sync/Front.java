package dev.crossfade.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.json.Json;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.process.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A sync process with callers of any role and tenant. */
final class Front implements AutoCloseable {
  private final DevelopmentAuthenticator identity =
      new DevelopmentAuthenticator(InstantSource.system());
  private final HttpClient client = HttpClient.newHttpClient();
  private final School school;
  private final SyncServer server;

  Front(School school, String instance) {
    this.school = school;
    this.server =
        SyncServer.start(
            school.settings(instance),
            List.of(school.name),
            new ServiceProcess.Front(identity, "127.0.0.1", 0));
  }

  /** An answer: its status and its JSON. */
  record Answer(int status, JsonNode body) {
    String text(String pointer) {
      return body.at(pointer).asString("");
    }
  }

  /** A caller of one tenant, or of none. */
  Caller as(@Nullable String tenant, Role... roles) {
    return new Caller(identity.sampleToken(tenant, Set.of(roles)));
  }

  Caller operator() {
    return as(null, Role.OPERATOR);
  }

  final class Caller {
    private final String token;

    private Caller(String token) {
      this.token = token;
    }

    /** A path behind the migration's. */
    Answer get(String path) {
      return send("GET", path, null);
    }

    Answer post(String path, String body) {
      return send("POST", path, body);
    }

    HttpResponse<byte[]> raw(String method, String path, @Nullable String body) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/" + school.name + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer " + token)
              .method(
                  method,
                  body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8))
              .build();
      try {
        return client.send(request, BodyHandlers.ofByteArray());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private Answer send(String method, String path, @Nullable String body) {
      HttpResponse<byte[]> answer = raw(method, path, body);
      return new Answer(answer.statusCode(), Json.STORED.readTree(answer.body()));
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
