package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.testsupport.contract.ApiContract;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Sends requests to the service under test as any HTTP client would. */
final class Client implements AutoCloseable {
  static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";
  static final String BATCH = "application/cloudevents-batch+json";

  static final String JSON = "application/json";
  static final String LINES = "application/x-ndjson";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ApiContract contract =
      ApiContract.of(IngestService.class, "/openapi/ingest.yaml", ProblemPages.read());
  private final int port;
  private final String migration;

  Client(int port, String migration) {
    this.port = port;
    this.migration = migration;
  }

  String url() {
    return "http://127.0.0.1:" + port + "/v1/" + migration + "/events";
  }

  Answer structured(String token, String event) {
    return post(token, event.getBytes(UTF_8), "Content-Type", STRUCTURED);
  }

  Answer batch(String token, String... events) {
    String body = "[" + String.join(",", events) + "]";
    return post(token, body.getBytes(UTF_8), "Content-Type", BATCH);
  }

  /** Posts; the empty token sends none. */
  Answer post(String token, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url())).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    Answer answer = send(token, request);
    contract.check("POST", "/v1/{m}/events", answer.response());
    return answer;
  }

  String snapshots(String query) {
    return "http://127.0.0.1:" + port + "/v1/" + migration + "/snapshots" + query;
  }

  /** Posts a snapshot; the empty token sends none. */
  Answer snapshot(String token, String query, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(snapshots(query))).POST(body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    Answer answer = send(token, request);
    contract.check("POST", "/v1/{m}/snapshots", answer.response());
    return answer;
  }

  Answer store(String token, String query, String body) {
    return snapshot(token, query, BodyPublishers.ofString(body), "Content-Type", JSON);
  }

  Answer lines(String token, String query, String... lines) {
    BodyPublisher body = BodyPublishers.ofString(String.join("\n", lines));
    return snapshot(token, query, body, "Content-Type", LINES);
  }

  /** Asks where a device reads; the empty token sends none. */
  Answer device(String token, String query, String... headers) {
    String path = "/v1/" + migration + "/client" + query;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    Answer answer = send(token, request);
    contract.check("GET", "/v1/{m}/client", answer.response());
    return answer;
  }

  /** Evaluates one flag, as in {@code /school.reads}, or all where the key is empty. */
  Answer ofrep(
      String token, String key, String tenant, @Nullable String source, String... headers) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.putObject("context").put("targetingKey", tenant).put("source", source);
    String path = "/ofrep/v1/evaluate/flags" + key;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(BodyPublishers.ofString(body.toString()))
            .header("Content-Type", JSON);
    if (headers.length > 0) {
      request.headers(headers);
    }
    Answer answer = send(token, request);
    contract.check(
        "POST", "/ofrep/v1/evaluate/flags" + (key.isEmpty() ? "" : "/{key}"), answer.response());
    return answer;
  }

  /** Posts an observation. */
  Answer observe(String token, String body) {
    URI uri = URI.create("http://127.0.0.1:" + port + "/v1/" + migration + "/observations");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .POST(BodyPublishers.ofString(body))
            .header("Content-Type", JSON);
    Answer answer = send(token, request);
    contract.check("POST", "/v1/{m}/observations", answer.response());
    return answer;
  }

  Answer get(String path) {
    Answer answer = send("", HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    contract.check("GET", path, answer.response());
    return answer;
  }

  /** The value of a metric without labels. */
  double metric(String name) {
    String all = new String(get("/metrics").response().body(), UTF_8);
    return all.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Sends anything; the answer is not held to the contract. */
  Answer send(String token, HttpRequest.Builder request) {
    if (!token.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    try {
      return Answer.of(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    http.close();
  }
}
