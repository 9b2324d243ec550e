package dev.crossfade.bench.backfill;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.node.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends one snapshot to a node and waits until all of it is in PostgreSQL. */
final class Backfill {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Node node;
  private final Blueprint blueprint;
  private final HttpClient http;

  Backfill(Node node, Blueprint blueprint, HttpClient http) {
    this.node = node;
    this.blueprint = blueprint;
    this.http = http;
  }

  /**
   * One round.
   *
   * @param nanos from the request's first byte until a read at the position of the end marker
   *     answered
   * @param answered nanoseconds until all was in the log
   * @param alive bytes alive on the heap after the round, beyond those before it
   * @param bytes of the request
   */
  record Round(long nanos, long answered, long alive, int bytes) {}

  /** One round, timed. Each tenant has one. */
  Round run(Form form, TaskRecords records, String tenant)
      throws IOException, InterruptedException {
    byte[] body = form.body(blueprint, records, tenant);
    long before = HeapWatch.alive();
    return send(form, body, records, tenant, before);
  }

  /** One round; the most bytes that were alive in it, beyond those before it. */
  long heap(Form form, TaskRecords records, String tenant)
      throws IOException, InterruptedException {
    byte[] body = form.body(blueprint, records, tenant);
    try (HeapWatch heap = new HeapWatch()) {
      send(form, body, records, tenant, 0);
      return heap.most();
    }
  }

  private Round send(Form form, byte[] body, TaskRecords records, String tenant, long before)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    HttpResponse<String> answer =
        http.send(
            request("/snapshots" + form.query(tenant), tenant)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
    long answered = System.nanoTime() - begin;
    JsonNode taken = JSON.readTree(answer.body());
    int mapped = taken.path("domains").path(records.domain().name()).path("mapped").asInt(-1);
    if (answer.statusCode() != 202 || mapped != records.tasks().size()) {
      throw new IOException("answered with " + answer.statusCode() + ": " + cut(answer.body()));
    }
    awaitApplied(taken.path("position").stringValue(), tenant, records.domain().name());
    long nanos = System.nanoTime() - begin;
    return new Round(nanos, answered, HeapWatch.alive() - before, body.length);
  }

  private static String cut(String text) {
    return text.length() > 500 ? text.substring(0, 500) + "…" : text;
  }

  private void awaitApplied(String position, String tenant, String domain)
      throws IOException, InterruptedException {
    HttpRequest read =
        request("/records/" + domain + "?limit=1", tenant)
            .header("Crossfade-Wait-For", position)
            .GET()
            .build();
    int status = http.send(read, BodyHandlers.discarding()).statusCode();
    while (status == 503) {
      status = http.send(read, BodyHandlers.discarding()).statusCode();
    }
    if (status != 200) {
      throw new IOException("the read at the end's position answers with " + status);
    }
  }

  private HttpRequest.Builder request(String path, String tenant) {
    return HttpRequest.newBuilder(URI.create(node.url() + "/v1/" + blueprint.name() + path))
        .timeout(TIMEOUT)
        .header("X-Crossfade-Tenant", tenant);
  }
}
