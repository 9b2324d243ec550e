package dev.crossfade.standalone.cli;

import dev.crossfade.standalone.node.RunFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a running node says of itself and of its migrations' progress.
 *
 * @param progress by migration: the answer of {@code /v1/{m}/progress}, or why there is none
 */
record Status(RunningNode node, Map<String, Long> pids, Map<String, Progress> progress) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** How far a migration is. */
  sealed interface Progress {
    /** What the service answered. */
    record Known(long end, long applied, long lag, long parked, long rewriting, int halted)
        implements Progress {}

    /** Why it is not known. */
    record Unknown(String why) implements Progress {}
  }

  /** Asks the node; a migration that does not answer is told as such. */
  static Status of(RunningNode node) throws IOException, InterruptedException {
    Map<String, Progress> progress = new TreeMap<>();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      for (String name : node.file().migrations().keySet()) {
        progress.put(name, ask(client, node.file().url() + "/v1/" + name + "/progress"));
      }
    }
    return new Status(node, node.pids(), progress);
  }

  private static Progress ask(HttpClient client, String url) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    String token = System.getenv("CROSSFADE_TOKEN");
    if (token != null && !token.isBlank()) {
      request.header("Authorization", "Bearer " + token.strip());
    }
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return switch (answer.statusCode()) {
        case 200 -> read(JSON.readTree(answer.body()));
        case 401, 403 ->
            new Progress.Unknown("it asks for a token: set CROSSFADE_TOKEN to an operator's");
        default -> new Progress.Unknown("it answers with " + answer.statusCode());
      };
    } catch (IOException | JacksonException e) {
      return new Progress.Unknown("it does not answer");
    }
  }

  private static Progress read(JsonNode body) {
    long end = 0;
    int halted = 0;
    for (JsonNode partition : body.path("partitions")) {
      end += partition.path("end").asLong();
      halted += partition.has("halted") ? 1 : 0;
    }
    return new Progress.Known(
        end,
        body.path("applied").asLong(),
        body.path("lag").asLong(),
        body.path("parked").asLong(),
        body.path("rewriting").asLong(),
        halted);
  }

  /** For scripts. */
  ObjectNode json() {
    RunFile file = node.file();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("url", file.url());
    json.putObject("kafka").put("bootstrap", file.kafka().bootstrap());
    json.putObject("database")
        .put("url", file.database().url())
        .put("user", file.database().user())
        .put("passwordFile", file.database().passwordFile());
    ObjectNode processes = json.putObject("pids");
    pids.forEach(processes::put);
    ObjectNode migrations = json.putObject("migrations");
    file.migrations()
        .forEach(
            (name, served) -> describe(migrations.putObject(name), served, progress.get(name)));
    return json.put("startedAt", file.startedAt());
  }

  private static void describe(ObjectNode json, RunFile.Served served, @Nullable Progress howFar) {
    json.put("blueprint", served.blueprint());
    json.put("partitions", served.partitions());
    json.put("changes", served.changes());
    switch (Objects.requireNonNull(howFar)) {
      case Progress.Known known ->
          json.put("end", known.end())
              .put("applied", known.applied())
              .put("lag", known.lag())
              .put("parked", known.parked())
              .put("rewriting", known.rewriting())
              .put("halted", known.halted());
      case Progress.Unknown unknown -> json.put("unknown", unknown.why());
    }
  }

  /** For a person, on one screen. */
  void print(PrintWriter out) {
    RunFile file = node.file();
    Duration up = Duration.between(Instant.parse(file.startedAt()), Instant.now());
    out.println("Crossfade is up at " + file.url() + ", for " + words(up));
    out.println("  Kafka       " + file.kafka().bootstrap());
    out.println("  PostgreSQL  " + Psql.line(file.database()));
    out.println("  data        " + node.data());
    out.println(
        "  processes   "
            + String.join(
                ", ", pids.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()));
    progress.forEach((name, howFar) -> printMigration(out, name, howFar));
  }

  private void printMigration(PrintWriter out, String name, Progress howFar) {
    RunFile.Served served = Objects.requireNonNull(node.file().migrations().get(name));
    out.println();
    out.printf(
        Locale.ROOT,
        "%s  (blueprint %s, %d partitions)%n",
        name,
        served.blueprint().substring(0, 8),
        served.partitions());
    switch (howFar) {
      case Progress.Known known -> {
        out.printf(
            Locale.ROOT,
            "  log end %,d   applied %,d   lag %,d   parked %,d%n",
            known.end(),
            known.applied(),
            known.lag(),
            known.parked());
        if (known.rewriting() > 0) {
          out.printf(
              Locale.ROOT, "  rewriting: %,d records have an older mapping%n", known.rewriting());
        }
        if (known.halted() > 0) {
          out.println("  " + known.halted() + " partitions stand still: see /health/ready");
        }
      }
      case Progress.Unknown unknown -> out.println("  progress unknown: " + unknown.why());
    }
  }

  private static String words(Duration up) {
    Duration whole = up.truncatedTo(ChronoUnit.SECONDS);
    return whole.toDays() > 0
        ? whole.toDays() + " d " + whole.toHoursPart() + " h"
        : whole.toHours() > 0
            ? whole.toHours() + " h " + whole.toMinutesPart() + " min"
            : whole.toMinutes() > 0
                ? whole.toMinutes() + " min " + whole.toSecondsPart() + " s"
                : Math.max(0, whole.toSeconds()) + " s";
  }
}
