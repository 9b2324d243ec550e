package dev.crossfade.standalone.demo.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * How far the log is applied, as {@code GET /v1/{migration}/progress} says.
 *
 * @param lag events not yet applied
 * @param applied events applied
 * @param halted whether a partition stands still for good
 */
public record Progress(
    long lag, long applied, long parked, boolean halted, List<Partition> partitions) {
  /** One partition: where its log ends, and how far it is applied. */
  public record Partition(long end, long applied) {}

  /** Whether all that was in the log then is applied now. */
  public boolean reached(Progress then) {
    for (int i = 0; i < then.partitions().size(); i++) {
      if (partitions.size() <= i || partitions.get(i).applied() < then.partitions().get(i).end()) {
        return false;
      }
    }
    return true;
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Asks; empty while the server cannot say. */
  public static Optional<Progress> ask(HttpClient http, URI server, String migration)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/" + migration + "/progress"))
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
      List<Partition> partitions = new ArrayList<>();
      for (JsonNode partition : json.path("partitions")) {
        halted |= partition.has("halted");
        partitions.add(
            new Partition(partition.path("end").asLong(0), partition.path("applied").asLong(0)));
      }
      return Optional.of(
          new Progress(
              json.path("lag").asLong(-1),
              json.path("applied").asLong(0),
              json.path("parked").asLong(0),
              halted,
              partitions));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }
}
