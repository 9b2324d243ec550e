package dev.crossfade.standalone.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.json.Json;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.ingest.IngestServer;
import dev.crossfade.ingest.IngestSettings;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.sync.SyncServer;
import dev.crossfade.sync.SyncSettings;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** SIGKILL of the reconciler in the middle of what it does: the next one goes on, no half state. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcilerKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int RECORDS = 2_000;
  private static final int BATCH = 500;
  private static final int PARTITIONS = 3;

  @TempDir private static Path state;
  private final HttpClient http = HttpClient.newHttpClient();
  private final DevelopmentAuthenticator identity =
      new DevelopmentAuthenticator(InstantSource.system());
  private String migration = "";
  private DatabaseSettings settings;
  private IngestServer ingest;
  private SyncServer sync;
  private ChildProcess reconciler;
  private int port;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) throws Exception {
    migration = kafka.namespace();
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    settings = new DatabaseSettings(database.jdbcUrl(), database.user(), database.password());
    Blueprint blueprint = Blueprint.load(Path.of("../blueprints/school"));
    try (Migration made =
            Migration.open(migration, client, "/services/test", InstantSource.system());
        Database tables = new Database(settings, "test", 2)) {
      MigrationSetup setup = new MigrationSetup(client, PARTITIONS);
      setup.createTopics(made.topics());
      setup.publish(made, blueprint);
      tables.migrate();
      tables.dsl().execute(Ddl.of(blueprint));
    }
    ingest =
        IngestServer.start(
            IngestSettings.defaults(),
            client,
            List.of(migration),
            identity,
            new IngestServer.Address("127.0.0.1", 0));
    sync =
        SyncServer.start(
            new SyncSettings(
                client, settings, SyncSettings.CONNECTIONS, "test", SyncSettings.SESSION_TIMEOUT),
            List.of(migration),
            new ServiceProcess.Front(identity, "127.0.0.1", 0));
    port = freePort();
    reconciler =
        ChildProcess.start(
            List.of(
                "-cp", System.getProperty("java.class.path"), ReconcilerProcess.class.getName()),
            state.resolve("reconciler.log"),
            Map.of(),
            List.of(
                kafka.bootstrap(),
                settings.url(),
                settings.user(),
                settings.password(),
                migration,
                state.resolve("fold").toString(),
                Integer.toString(port)));
    write();
    answers();
  }

  @AfterAll
  void stop() throws Exception {
    reconciler.kill();
    sync.close();
    ingest.close();
    http.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void write() throws Exception {
    Waiting.await("ingest", PATIENCE, () -> post(0));
    for (int from = BATCH; from < RECORDS; from += BATCH) {
      assertThat(post(from)).isTrue();
    }
  }

  private boolean post(int from) throws Exception {
    String events =
        IntStream.range(from, from + BATCH)
            .mapToObj(
                i ->
                    """
                    {"specversion":"1.0","id":"e-%1$d","type":"dev.crossfade.record.created",
                     "source":"/sources/desk","subject":"classrooms/r-%1$d",
                     "data":{"id":"r-%1$d","name":"Room","capacity":30}}
                    """
                        .formatted(i))
            .collect(Collectors.joining(",", "[", "]"));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + ingest.port() + "/v1/" + migration + "/events"))
            .header("X-Crossfade-Tenant", "hill-school")
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(BodyPublishers.ofString(events))
            .build();
    return http.send(request, BodyHandlers.ofString()).statusCode() == 202;
  }

  private void answers() throws Exception {
    Waiting.await(
        "the reconciler",
        PATIENCE,
        () -> {
          JsonNode cutover = json(send("GET", "/cutover", ""));
          return cutover.path("gates").isArray();
        });
  }

  private void killAndStart() throws Exception {
    reconciler.kill();
    reconciler.startAgain();
    answers();
  }

  private HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/" + migration + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  private JsonNode cutover() throws Exception {
    return json(send("GET", "/cutover", ""));
  }

  /** The shares that were set for this cause behind a version, in their order. */
  private List<Integer> sharesOf(String cause, long behind) throws Exception {
    List<Integer> shares = new ArrayList<>();
    for (JsonNode change : cutover().path("history")) {
      if (change.path("cause").asString("").equals(cause)
          && change.path("version").longValue() > behind) {
        shares.addFirst(change.path("basisPoints").intValue());
      }
    }
    return shares;
  }

  private String begin(String level) throws Exception {
    HttpResponse<String> begun = send("POST", "/reconciliations", "{\"level\":\"" + level + "\"}");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    return json(begun).path("id").stringValue();
  }

  private JsonNode over(String run) throws Exception {
    JsonNode[] found = new JsonNode[1];
    Waiting.await(
        "the run's end",
        PATIENCE,
        () -> {
          found[0] = json(send("GET", "/reconciliations/" + run, "", "Accept", "application/json"));
          return found[0].has("state")
              && !found[0].path("state").asString("running").equals("running");
        });
    return found[0];
  }

  private void raise(String why, String share) throws Exception {
    String body = "{\"percentage\":" + share + ",\"force\":true,\"reason\":\"" + why + "\"}";
    String version = cutover().path("version").asString("");
    HttpResponse<String> raised = send("PUT", "/cutover", body, "If-Match", "\"" + version + "\"");
    assertThat(raised.statusCode()).as(raised.body()).isEqualTo(200);
  }

  @Test
  @DisplayName("I8: in a ramp: it ends at 100 %, with each step once, each with its proof")
  void ramp() throws Exception {
    // given
    String plan =
        """
        {"plan":{"steps":[{"basisPoints":100,"soakSeconds":0},{"basisPoints":2500,"soakSeconds":0},
         {"basisPoints":10000,"soakSeconds":0}],"gates":{"verified":{"limit":0}}},"reason":"go"}
        """;
    send("POST", "/cutover/rollback", "{\"reason\":\"from the beginning\"}");
    long before = cutover().path("version").longValue();
    HttpResponse<String> planned = send("PUT", "/cutover", plan, "If-Match", "\"" + before + "\"");
    assertThat(planned.statusCode()).as(planned.body()).isEqualTo(200);

    // when: killed as soon as a step is seen, so before or behind its next look
    for (int share : List.of(100, 2_500, 10_000)) {
      assertThat(over(begin("digest")).path("state").stringValue()).isEqualTo("clean");
      Waiting.await(
          "the step to " + share,
          PATIENCE,
          () -> cutover().path("basisPoints").intValue() == share);
      if (share < 10_000) {
        killAndStart();
      }
    }

    // then
    assertThat(sharesOf("ramp", before)).containsExactly(100, 2_500, 10_000);
    for (JsonNode change : cutover().path("history")) {
      if (change.path("version").longValue() > before) {
        assertThat(change.path("proof").path("reconciliation").isString()).isTrue();
        assertThat(change.path("force").booleanValue()).isFalse();
      }
    }
  }

  @Test
  @DisplayName("in a reconciliation: it ends, and counts what an undisturbed one counts")
  void reconciliation() throws Exception {
    // given
    JsonNode undisturbed = over(begin("rows"));
    assertThat(undisturbed.path("state").stringValue()).isEqualTo("clean");
    assertThat(undisturbed.at("/domains/classrooms/valid").intValue()).isEqualTo(RECORDS);

    // when
    String run = "";
    boolean inTheMiddle = false;
    for (int i = 0; i < 5 && !inTheMiddle; i++) {
      run = begin("rows");
      reconciler.kill();
      inTheMiddle = isRunning(run);
      reconciler.startAgain();
      answers();
    }
    JsonNode disturbed = over(run);

    // then
    assertThat(inTheMiddle).as("killed before the end").isTrue();
    assertThat(disturbed.path("state").stringValue()).isEqualTo("clean");
    assertThat(disturbed.path("domains")).isEqualTo(undisturbed.path("domains"));
    assertThat(disturbed.path("positions")).isEqualTo(undisturbed.path("positions"));
    assertThat(disturbed.path("issues")).isEmpty();
  }

  private boolean isRunning(String run) {
    try (Database database = new Database(settings, "look", 2)) {
      return "running"
          .equals(
              database
                  .dsl()
                  .fetchValue(
                      "select state from crossfade.reconciliation where id = '" + run + "'"));
    }
  }

  @Test
  @DisplayName("in a rollback: it happened once, or not at all and can be said again")
  void rollback() throws Exception {
    // given
    raise("up", "50");
    long before = cutover().path("version").longValue();
    String back = "{\"reason\":\"back\"}";

    // when
    CompletableFuture<Integer> asked =
        http.sendAsync(request("POST", "/cutover/rollback", back), BodyHandlers.ofString())
            .handle((answer, broken) -> answer == null ? Integer.valueOf(0) : answer.statusCode());
    // At any moment of it, from before it arrives on.
    Waiting.pause(Duration.ofMillis(System.nanoTime() % 100));
    killAndStart();
    int answered = asked.join();

    // then
    List<Integer> happened = sharesOf("rollback", before);
    assertThat(happened.size()).isLessThanOrEqualTo(1);
    assertThat(cutover().path("basisPoints").intValue()).isEqualTo(happened.isEmpty() ? 5_000 : 0);
    if (answered == 200) {
      assertThat(happened).containsExactly(0);
    }

    // when: said again, twice
    HttpResponse<String> again = send("POST", "/cutover/rollback", back);
    String version = cutover().path("version").asString("");
    HttpResponse<String> oncemore = send("POST", "/cutover/rollback", back);

    // then
    assertThat(List.of(again.statusCode(), oncemore.statusCode())).containsExactly(200, 200);
    assertThat(sharesOf("rollback", before)).containsExactly(0);
    assertThat(cutover().path("version").asString("")).isEqualTo(version);
  }
}
