package dev.crossfade.kit.http;

import dev.crossfade.kit.problem.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Answers what never reaches a route, such as a malformed head, with a problem that repeats nothing
 * of the request.
 */
final class ProblemAnswers implements DirectHandler {
  static DirectHandlers handlers() {
    ProblemAnswers answers = new ProblemAnswers();
    DirectHandlers.Builder builder = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      builder.addHandler(type, answers);
    }
    return builder.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType eventType,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    Problem problem = problem(status.code());
    headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
    headers.set(HeaderValues.create("X-Content-Type-Options", "nosniff"));
    headers.set(Responses.NOT_STORED);
    return TransportResponse.builder()
        .status(Status.create(problem.status()))
        .headers(headers)
        .keepAlive(false)
        .entity(Responses.problemJson(problem))
        .build();
  }

  /** The problem for a status that Helidon found. */
  static Problem problem(int status) {
    return switch (status) {
      case 413 -> Problem.of(413, "too-large", "The body is too large", null);
      case 414 -> Problem.of(414, "uri-too-long", "The request line is too long", null);
      case 501 ->
          Problem.of(501, "not-implemented", "The transfer encoding is not supported", null);
      case 503 -> Problem.of(503, "overloaded", "The server is overloaded", null).withRetryAfter(1);
      case 505 -> Problem.of(505, "http-version", "Only HTTP/1.1 is spoken here", null);
      default ->
          status >= 400 && status < 500
              ? Problem.of(status, "bad-request", "The request is malformed", null)
              : Problem.of(500, "internal", "Something went wrong here", null);
    };
  }
}
