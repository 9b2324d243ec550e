package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SampleTenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends a sample's records as events. Sent twice, the second changes nothing but their positions.
 */
final class SamplePost {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BATCH = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI events;
  private final int schemaVersion;
  private final @Nullable String token;
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param token null for development mode, where a header names the tenant
   */
  SamplePost(URI url, Blueprint blueprint, @Nullable String token) {
    String base = url.toString().replaceAll("/+$", "");
    this.events = URI.create(base + "/v1/" + blueprint.name() + "/events");
    this.schemaVersion = blueprint.schemaVersion();
    this.token = token;
  }

  /**
   * What became of it.
   *
   * @param fault what ended it, in words; null when all was answered
   * @param status what the command ends with then
   */
  record Result(int sent, int refused, @Nullable String fault, int status) {}

  /** Sends a tenant's records, parents first; or deletes them, children first. */
  Result send(SampleTenant tenant, boolean delete) throws InterruptedException {
    List<SampleRecord> records = delete ? tenant.records().reversed() : tenant.records();
    int sent = 0;
    int refused = 0;
    for (int from = 0; from < records.size(); from += BATCH) {
      List<SampleRecord> batch = records.subList(from, Math.min(from + BATCH, records.size()));
      try {
        HttpResponse<String> answer = post(tenant.name(), batch, delete);
        if (answer.statusCode() != 202 && answer.statusCode() != 207) {
          return new Result(
              sent,
              refused,
              "%s answers %d: %s".formatted(events, answer.statusCode(), answer.body()),
              Console.FAILED);
        }
        for (JsonNode result : JSON.readTree(answer.body()).path("results")) {
          boolean accepted = result.path("status").asString("").equals("accepted");
          sent += accepted ? 1 : 0;
          refused += accepted ? 0 : 1;
        }
      } catch (IOException e) {
        return new Result(
            sent, refused, events + " cannot be reached. Does it run?", Console.UNREACHABLE);
      }
    }
    return new Result(sent, refused, null, Console.DONE);
  }

  private HttpResponse<String> post(String tenant, List<SampleRecord> batch, boolean delete)
      throws IOException, InterruptedException {
    ArrayNode body = JSON.createArrayNode();
    batch.forEach(record -> body.add(event(record, delete)));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(events)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (token == null) {
      request.header("X-Crossfade-Tenant", tenant);
    } else {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private ObjectNode event(SampleRecord record, boolean delete) {
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0");
    // Made, deleted and made again, each is an event of its own.
    event.put("id", UUID.randomUUID().toString());
    event.put("source", "/sources/" + record.writer());
    event.put("type", "dev.crossfade.record." + (delete ? "deleted" : "created"));
    event.put("subject", record.domain() + "/" + record.id());
    event.put("schemaversion", Integer.toString(schemaVersion));
    event.put("datacontenttype", "application/json");
    event.set("data", record.document());
    return event;
  }
}
