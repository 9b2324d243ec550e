package dev.crossfade.kit.http;

import java.time.Duration;

/**
 * How long the server waits.
 *
 * @param idle for the first byte of a request, on an open connection
 * @param head for the whole head of a request, from its first byte on
 * @param stall for the next byte of a body
 * @param body for the whole of a body
 * @param write for a caller to take a piece of an answer
 * @param stop for running requests to end when the server stops
 */
public record HttpTimeouts(
    Duration idle, Duration head, Duration stall, Duration body, Duration write, Duration stop) {

  /** What suits browsers on slow lines. */
  public static HttpTimeouts defaults() {
    return new HttpTimeouts(
        Duration.ofSeconds(75),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(120),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  /** The same, with another time for running requests to end. */
  public HttpTimeouts withStop(Duration newStop) {
    return new HttpTimeouts(idle, head, stall, body, write, newStop);
  }
}
