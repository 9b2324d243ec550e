package dev.crossfade.kit.http;

import dev.crossfade.kit.problem.Problem;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes answers whose length is known: head and body leave in one write. */
public final class Responses {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Header CONTENT_JSON =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
  private static final Header CONTENT_PROBLEM =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
  static final Header NOT_STORED = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

  private Responses() {}

  /**
   * Sends JSON.
   *
   * @param body a {@code JsonNode}, or a record or collection that Jackson can write
   */
  public static void json(ServerResponse response, int status, Object body) {
    bytes(response, status, CONTENT_JSON, JSON.writeValueAsBytes(body));
  }

  /** Sends bytes that are JSON already. */
  public static void json(ServerResponse response, int status, byte[] body) {
    bytes(response, status, CONTENT_JSON, body);
  }

  /** Sends a text. */
  public static void text(ServerResponse response, int status, String contentType, String body) {
    bytes(
        response,
        status,
        HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a status without a body, such as 204 or 304. */
  public static void empty(ServerResponse response, int status) {
    response.status(Status.create(status)).send();
  }

  /** Sends a problem, with {@code Retry-After} when it has one. */
  public static void problem(ServerResponse response, Problem problem) {
    Integer retryAfter = problem.retryAfterSeconds();
    if (retryAfter != null) {
      response.header(HeaderValues.create(HeaderNames.RETRY_AFTER, (int) retryAfter));
    }
    response.header(NOT_STORED);
    bytes(response, problem.status(), CONTENT_PROBLEM, problemJson(problem));
  }

  /**
   * Sends a problem with a member of its own (RFC 9457, section 3.2), such as what is there now in
   * the place of what was expected.
   */
  public static void problem(ServerResponse response, Problem problem, String name, JsonNode more) {
    ObjectNode json = problemTree(problem);
    json.set(name, more);
    response.header(NOT_STORED);
    bytes(response, problem.status(), CONTENT_PROBLEM, JSON.writeValueAsBytes(json));
  }

  /** A problem as it is sent. */
  static byte[] problemJson(Problem problem) {
    return JSON.writeValueAsBytes(problemTree(problem));
  }

  private static ObjectNode problemTree(Problem problem) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", problem.uri());
    json.put("title", problem.title());
    json.put("status", problem.status());
    putIfPresent(json, "detail", problem.detail());
    putIfPresent(json, "instance", problem.instance());
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = json.putArray("errors");
      for (Problem.Error error : problem.errors()) {
        errors.addObject().put("detail", error.detail()).put("pointer", error.pointer());
      }
    }
    return json;
  }

  private static void putIfPresent(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void bytes(ServerResponse response, int status, Header type, byte[] body) {
    response.status(Status.create(status)).header(type).send(body);
  }
}
