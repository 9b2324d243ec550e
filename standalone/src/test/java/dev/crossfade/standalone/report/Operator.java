package dev.crossfade.standalone.report;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator of a school's migration, who names no tenant. */
record Operator(URI url, HttpClient client) implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static Operator of(URI url) {
    return new Operator(url, HttpClient.newHttpClient());
  }

  HttpResponse<String> get(String path, String accept) {
    return send(request(path).setHeader("Accept", accept).GET());
  }

  JsonNode get(String path) {
    return read(get(path, "application/json"));
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> put(String path, String tag, String body) {
    return send(request(path).header("If-Match", tag).PUT(BodyPublishers.ofString(body)));
  }

  /** Posts what a tenant's device sends. */
  JsonNode device(String tenant, String path, String type, String body) {
    return read(
        send(
            request(path)
                .header("X-Crossfade-Tenant", tenant)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))));
  }

  /** Asks for a run and waits until it is over. */
  JsonNode reconcile(String order) {
    JsonNode asked = read(post("/reconciliations", order));
    return over(asked.path("id").asString(""));
  }

  JsonNode over(String id) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> get("/reconciliations/" + id),
            run -> !run.path("state").asString("").equals("running"));
  }

  static JsonNode read(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/v1/school" + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
