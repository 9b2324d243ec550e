package dev.crossfade.standalone.campaign;

import dev.crossfade.standalone.campaign.Site.Part;
import dev.crossfade.testsupport.history.Answer;
import dev.crossfade.testsupport.history.Place;
import dev.crossfade.testsupport.history.Read;
import dev.crossfade.testsupport.history.RecordName;
import dev.crossfade.testsupport.history.Sent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What clients say over HTTP, noted with the answers. Thread-safe. */
final class Wire {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final Site site;
  private final HttpClient http;
  private final String migration;
  private final Notebook notebook;

  Wire(Site site, HttpClient http, String migration, Notebook notebook) {
    this.site = site;
    this.http = http;
    this.migration = migration;
    this.notebook = notebook;
  }

  /**
   * Posts events of one source once.
   *
   * @param timeout so short, perhaps, that the answer is lost
   * @return an answer for each
   */
  List<Answer> post(List<Sent.Event> events, @Nullable Duration timeout)
      throws InterruptedException {
    List<Answer> answers;
    try {
      answers = answers(events, timeout == null ? TIMEOUT : timeout);
    } catch (IOException e) {
      answers = unknown(events);
    }
    for (int i = 0; i < events.size(); i++) {
      notebook.add(events.get(i).answered(answers.get(i)));
    }
    return answers;
  }

  private static List<Answer> unknown(List<Sent.Event> events) {
    return events.stream().map(event -> Answer.UNKNOWN).toList();
  }

  private List<Answer> answers(List<Sent.Event> events, Duration timeout)
      throws IOException, InterruptedException {
    String body = String.join(",", events.stream().map(this::json).toList());
    boolean batch = events.size() > 1;
    HttpRequest request =
        HttpRequest.newBuilder(site.url(Part.INGEST).resolve("/v1/" + migration + "/events"))
            .timeout(timeout)
            .header("X-Crossfade-Tenant", events.getFirst().tenant())
            .header("Content-Type", "application/cloudevents" + (batch ? "-batch" : "") + "+json")
            .POST(BodyPublishers.ofString(batch ? "[" + body + "]" : body))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    int status = response.statusCode();
    if (status == 429 || status >= 500 || status == 408) {
      return unknown(events);
    }
    JsonNode results = JSON.readTree(response.body()).path("results");
    if (results.size() != events.size()) {
      if (status == 400 || status == 422) {
        return events.stream().map(event -> Answer.REJECTED).toList();
      }
      throw new IllegalStateException(
          "answered " + status + ": " + new String(response.body(), StandardCharsets.UTF_8));
    }
    List<Answer> answers = new ArrayList<>();
    for (JsonNode result : results) {
      answers.add(
          result.path("status").asString("").equals("accepted")
              ? new Answer.Accepted(place(result.path("position").stringValue()))
              : Answer.REJECTED);
    }
    return answers;
  }

  private static Place place(String text) {
    Place place = Place.parse(text);
    if (place == null) {
      throw new IllegalStateException("no position: " + text);
    }
    return place;
  }

  private String json(Sent.Event event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("specversion", "1.0");
    node.put("id", event.id());
    node.put("source", "/sources/" + event.source());
    node.put("type", event.type());
    node.put("sequence", "%020d".formatted(event.sequence()));
    if (event.domain() != null) {
      node.put("subject", event.domain() + "/" + event.recordId());
      node.put("schemaversion", "1");
      node.set("data", JSON.readTree(event.data() == null ? "{}" : event.data()));
    }
    if (event.base() != null) {
      node.put("base", event.base());
    }
    if (event.changed() != null) {
      node.put("changed", String.join(",", event.changed()));
    }
    return node.toString();
  }

  /** Reads a record; empty where nothing was answered that says anything. */
  Optional<Read> read(Part from, RecordName record, @Nullable Place waitFor)
      throws InterruptedException {
    String path =
        "/v1/%s/records/%s/%s"
            .formatted(
                migration,
                record.domain(),
                URLEncoder.encode(record.id(), StandardCharsets.UTF_8).replace("+", "%20"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.url(from).resolve(URI.create(path)))
            .timeout(TIMEOUT)
            .header("X-Crossfade-Tenant", record.tenant());
    if (waitFor != null) {
      request.header("Crossfade-Wait-For", waitFor.toString());
    }
    long began = System.nanoTime();
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      Read.Result result = result(response);
      if (result == null) {
        return Optional.empty();
      }
      Read read = new Read(record, waitFor, began, System.nanoTime(), result);
      notebook.add(read);
      return Optional.of(read);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Read.@Nullable Result result(HttpResponse<String> response) {
    String state = response.headers().firstValue("Crossfade-Record-State").orElse(null);
    String position = response.headers().firstValue("Crossfade-Position").orElse(null);
    if (response.statusCode() == 200 && position != null) {
      return new Read.Found(place(position), state, response.body());
    }
    if (response.statusCode() == 404) {
      return new Read.Absent(position == null ? null : place(position), state);
    }
    boolean notYet = response.body().contains("not-yet-applied");
    return response.statusCode() == 503 && notYet ? new Read.NotYet() : null;
  }

  /** A page of a tenant's records, for the dump. */
  JsonNode page(Part from, String tenant, String domain, @Nullable String after)
      throws IOException, InterruptedException {
    String query =
        after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(
                site.url(from)
                    .resolve("/v1/" + migration + "/records/" + domain + "?limit=100" + query))
            .timeout(Duration.ofSeconds(20))
            .header("X-Crossfade-Tenant", tenant)
            .GET()
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("the page was answered with " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  static JsonMapper json() {
    return JSON;
  }
}
