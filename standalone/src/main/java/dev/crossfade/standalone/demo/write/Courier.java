package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.History;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Carries requests of one source to the server, one at a time, each until it is answered: an absent
 * server is waited for without end, with capped back-off, and {@code Retry-After} is obeyed.
 */
final class Courier {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LAST_PAUSE_MS = 2_000;

  private final HttpClient http;
  private final Writers.Target target;
  private final Access access;
  private final History history;
  private final WriterCounts counts;
  private final Stop stop;
  private final Random random;

  Courier(
      HttpClient http,
      Writers.Target target,
      Access access,
      History history,
      WriterCounts counts,
      Stop stop,
      Random random) {
    this.http = http;
    this.target = target;
    this.access = access;
    this.history = history;
    this.counts = counts;
    this.stop = stop;
    this.random = random;
  }

  /**
   * Sends until every event was taken or refused.
   *
   * @throws Stop.Abandoned when the writers were told to give up
   * @throws IllegalStateException when the server says what no writer can act on
   */
  Answer.Settled deliver(EventRequest request) throws InterruptedException {
    EventWire.Encoded encoded = EventWire.encode(request, target.schemaVersion());
    for (int attempt = 0; ; attempt++) {
      stop.check();
      history.sent(request.number(), request.events());
      long pause = pause(attempt);
      try {
        HttpResponse<byte[]> response = http.send(http(encoded), BodyHandlers.ofByteArray());
        switch (Answer.read(response.statusCode(), response.body(), request.events().size())) {
          case Answer.Settled settled -> {
            history.answered(request.number(), request.events(), settled.positions());
            counts.request(request.events().size());
            return settled;
          }
          case Answer.Again again -> pause = Math.max(pause, retryAfter(response));
          case Answer.Unexpected unexpected ->
              throw new IllegalStateException(
                  "answered " + unexpected.status() + ": " + unexpected.body());
        }
      } catch (IOException e) {
        // No answer says nothing of what was kept: the same request goes again.
      }
      counts.retry();
      stop.pause(Duration.ofMillis(pause));
    }
  }

  private HttpRequest http(EventWire.Encoded encoded) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                target.server().get().resolve("/v1/" + target.migration() + "/events"))
            .timeout(TIMEOUT)
            .POST(encoded.body());
    encoded.headers().forEach(builder::header);
    return access.addTo(builder).build();
  }

  private long pause(int attempt) {
    long pause = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt, 10));
    return pause / 2 + random.nextLong(pause / 2 + 1);
  }

  private static long retryAfter(HttpResponse<?> response) {
    Optional<String> seconds = response.headers().firstValue("Retry-After");
    try {
      return seconds.map(Long::parseLong).orElse(0L) * 1_000;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
