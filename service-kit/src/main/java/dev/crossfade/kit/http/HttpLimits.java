package dev.crossfade.kit.http;

/**
 * What a caller may make the server hold.
 *
 * @param maxRequestLine bytes of the request line
 * @param maxHeaders bytes of all headers together
 * @param maxBody bytes of a body on the wire; a last resort, well above what a {@link BodyReader}
 *     takes, since the connection is cut here. A streamed body is bounded by its handler; each of
 *     its chunks is bounded by this
 * @param maxConnections open connections; more wait in the backlog
 * @param timeouts how long the server waits
 */
public record HttpLimits(
    int maxRequestLine, int maxHeaders, long maxBody, int maxConnections, HttpTimeouts timeouts) {

  /** 8 KiB request line, 16 KiB headers, 64 MiB body, 10,000 connections. */
  public static HttpLimits defaults() {
    return new HttpLimits(8 * 1024, 16 * 1024, 64L * 1024 * 1024, 10_000, HttpTimeouts.defaults());
  }

  /** The same, with other times. */
  public HttpLimits withTimeouts(HttpTimeouts newTimeouts) {
    return new HttpLimits(maxRequestLine, maxHeaders, maxBody, maxConnections, newTimeouts);
  }
}
