package dev.crossfade.standalone.demo.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** How far the log is applied, as {@code GET /v1/school/progress} says. */
public record Progress(long lag, long applied, long parked, boolean halted) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Asks; empty while the server cannot say. */
  public static Optional<Progress> ask(HttpClient http, URI server) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/school/progress"))
            .timeout(TIMEOUT)
            .GET()
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        return Optional.empty();
      }
      JsonNode json = Form.parse(response.body());
      boolean halted = false;
      for (JsonNode partition : json.path("partitions")) {
        halted |= partition.has("halted");
      }
      return Optional.of(
          new Progress(
              json.path("lag").asLong(-1),
              json.path("applied").asLong(0),
              json.path("parked").asLong(0),
              halted));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }
}
