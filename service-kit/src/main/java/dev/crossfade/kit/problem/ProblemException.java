package dev.crossfade.kit.problem;

import java.util.Map;

/**
 * Leaves a handler with an answer that is a problem. It carries no stack trace: it is an answer,
 * not a fault, and a flood of refused requests must stay cheap.
 */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;
  private final transient Map<String, String> headers;

  /** A problem without further headers. */
  public ProblemException(Problem problem) {
    this(problem, Map.of());
  }

  /**
   * A problem with headers of its own.
   *
   * @param headers what is sent besides {@code Content-Type} and {@code Retry-After}, such as an
   *     {@code ETag} with a 412
   */
  public ProblemException(Problem problem, Map<String, String> headers) {
    super(problem.type(), null, false, false);
    this.problem = problem;
    this.headers = Map.copyOf(headers);
  }

  /** What is sent. */
  public Problem problem() {
    return problem;
  }

  /** The headers sent with it. */
  public Map<String, String> headers() {
    return headers;
  }
}
