package dev.crossfade.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Requests;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.reconcile.proof.ProofBoard;
import dev.crossfade.reconcile.run.RunLimits;
import dev.crossfade.reconcile.store.ReconcilerStore;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import dev.crossfade.testsupport.contract.ApiContract;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The whole service: what happens to a tenant is in the topic of proofs soon behind it. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutoverServiceIT {
  private static final Logger log = LoggerFactory.getLogger(CutoverServiceIT.class);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final SourceKey DEVICE = new SourceKey("t", "a");
  private static final String CUTOVER = "/v1/{m}/cutover";

  @TempDir private static Path state;
  private final ApiContract contract =
      ApiContract.of(ReconcilerService.class, "/openapi/reconciler.yaml", ProblemPages.read());
  private final HttpClient http = HttpClient.newHttpClient();
  private Migration migration;
  private ProofBoard board;
  private ReconcilerStore store;
  private ReconcilerServer server;
  private KafkaProducer<byte[], byte[]> producer;
  private int events;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    DatabaseSettings settings =
        new DatabaseSettings(database.jdbcUrl(), database.user(), database.password());
    migration = Migration.open(kafka.namespace(), client, "/services/test", InstantSource.system());
    MigrationSetup setup = new MigrationSetup(client, 1);
    setup.createTopics(migration.topics());
    setup.publish(migration, Blueprint.load(Path.of("../blueprints/school")));
    board = ProofBoard.open(migration, client);
    store = new ReconcilerStore(settings, 2);
    producer =
        new KafkaProducer<>(
            Map.<String, Object>copyOf(client),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    server =
        ReconcilerServer.start(
            new ReconcilerSettings(
                client,
                settings,
                ReconcilerSettings.CONNECTIONS,
                "test",
                state,
                RunLimits.DEFAULTS),
            List.of(migration.name()),
            new ServiceProcess.Front(
                new DevelopmentAuthenticator(InstantSource.system()), "127.0.0.1", 0));
  }

  @AfterAll
  void stop() {
    server.close();
    producer.close();
    store.close();
    board.close();
    migration.close();
    http.close();
  }

  private void append(ChangeEvent event) throws Exception {
    producer
        .send(KafkaRecords.write(migration.topics().changes(), 0, EventCodec.encode(event)))
        .get();
    events++;
    sql("delete from @applied_position where migration = :m");
    sql("insert into @applied_position values (:m, 0, " + events + ", 'topic', 1, now())");
  }

  private Envelope envelope(long sequence) {
    return new Envelope("e-" + events, DEVICE, sequence, null, null);
  }

  private void sql(String sql) {
    String id = Short.toString(store.migrationId(migration.name()));
    store.reads().dsl().execute(sql.replace(":m", id).replace("@", "crossfade."));
  }

  private void tell(Observation told) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                migration.topics().observations(), 0, Observation.key(DEVICE), told.bytes()))
        .get();
  }

  private HttpResponse<byte[]> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/v1/" + migration.name() + path))
            .method(method, BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  private void becomes(ProofState state, String... reasons) {
    long began = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                board
                    .of("t")
                    .filter(p -> p.state() == state && p.reasons().equals(List.of(reasons)))
                    .isPresent());
    log.info(
        "{} {} after {} ms",
        state,
        List.of(reasons),
        Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  @Test
  @DisplayName("I10: compared, parked, a hole, drift: the entry follows each of them")
  void follows() throws Exception {
    // given: a tenant with a snapshot, compared
    append(new SnapshotStarted(envelope(0), new Snapshot("s-1", Watermark.UNKNOWN)));
    append(new SnapshotEnded(envelope(0), "s-1", Document.parse("{}".getBytes(UTF_8))));
    append(new SourceSkipped(envelope(1)));
    becomes(ProofState.UNPROVEN, "rows-not-compared", "snapshot-not-compared:a");
    sql(
        "insert into @snapshot_compared values (:m, 't', 'a', 's-1', true, 0, 3,"
            + " gen_random_uuid(), now())");
    sql("insert into @rows_compared values (:m, 0, '', 3, '{}', gen_random_uuid(), now())");
    sql(
        "insert into @reconciliation (id, migration, level, show_values, state, requested_by,"
            + " requested_at) values (gen_random_uuid(), :m, 'rows', true, 'clean', 'ada', now())");
    becomes(ProofState.VERIFIED);

    // when: it is let in
    raise();
    await().atMost(PATIENCE).until(() -> board.of("t").filter(TenantProof::reading).isPresent());

    // then: it stays while something waits
    sql(
        "insert into @parked_write values (:m, 't', 'd', '1', 0, 1, 'r', 'd', '\\x00', 'a', now(),"
            + " null, null, 0, now(), now())");
    becomes(ProofState.WAITING, "parked");
    sql("delete from @parked_write where migration = :m");
    becomes(ProofState.VERIFIED);
    append(new SourceSkipped(envelope(3)));
    becomes(ProofState.WAITING, "hole:a");
    append(new SourceSkipped(envelope(2)));
    becomes(ProofState.VERIFIED);
    assertThat(board.of("t").orElseThrow().reading()).isTrue();
    readiness();
    errors();
    switched();

    // then: and leaves with drift
    sql(
        "insert into @reconciliation_issue (id, migration, open, state, level, part, type, drift,"
            + " tenant, domain, record, row_table, row_id, source, snapshot, first_seen,"
            + " confirmed_at) values (gen_random_uuid(), :m, true, 'confirmed', 'rows', 0, 'x',"
            + " true, 't', 'd', '1', '', '', '', '', now(), now())");
    becomes(ProofState.DRIFT, "drift");
    assertThat(board.of("t").orElseThrow().reading()).isFalse();
  }

  private void raise() throws Exception {
    HttpResponse<byte[]> now = send("GET", "/cutover", "");
    contract.check("GET", CUTOVER, now);
    HttpResponse<byte[]> raised =
        send(
            "PUT",
            "/cutover",
            "{\"percentage\":100,\"force\":true,\"reason\":\"r\"}",
            "If-Match",
            now.headers().firstValue("ETag").orElseThrow());
    assertThat(raised.statusCode()).isEqualTo(200);
    contract.check("PUT", CUTOVER, raised);
  }

  private String readinessOf() throws Exception {
    HttpResponse<byte[]> answer = send("GET", "/cutover/readiness?limit=1", "");
    contract.check("GET", CUTOVER + "/readiness", answer);
    JsonNode json = json(answer);
    return json.path("devices").asString("")
        + json.path("ready").asString("")
        + json.path("unknown").asString("")
        + json.at("/list/0/state").asString("");
  }

  private void readiness() throws Exception {
    assertThat(readinessOf()).isEqualTo("101unknown");
    tell(new Observation(Instant.now(), 0, new Position(0, events - 2), null, null));
    // Another tenant's event was the last: this one has seen all that its feed tells.
    await().atMost(PATIENCE).until(() -> readinessOf().equals("110ready"));
    sql(
        "insert into @decision values (:m, 't', 0, "
            + (events - 1)
            + ", 'd', '1', 'a', 'applied', 'upsert')");
    assertThat(readinessOf()).isEqualTo("100behind");
    tell(new Observation(Instant.now(), 0, new Position(0, events - 1), null, null));
    await().atMost(PATIENCE).until(() -> readinessOf().equals("110ready"));
    tell(new Observation(Instant.now(), 3, new Position(0, events - 1), null, null));
    await().atMost(PATIENCE).until(() -> readinessOf().equals("100behind"));
    for (String wrong : List.of("?limit=0", "?limit=x", "?after=x")) {
      HttpResponse<byte[]> refused = send("GET", "/cutover/readiness" + wrong, "");
      assertThat(refused.statusCode()).isEqualTo(400);
      contract.check("GET", CUTOVER + "/readiness", refused);
    }
  }

  private void errors() throws Exception {
    tell(new Observation(Instant.now(), 0, null, null, new Requests(200, 3)));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (JsonNode gate : json(send("GET", "/cutover", "")).path("gates")) {
                if (gate.path("name").asString("").equals("errors")) {
                  return gate.path("value").asInt(0) == 150 && !gate.path("holds").asBoolean(true);
                }
              }
              return false;
            });
  }

  /** Back, and not there again: its rows cannot be compared where no tables are. */
  private void switched() throws Exception {
    String path = "/cutover/tenants/t/switch";
    String template = CUTOVER + "/tenants/{tenant}/switch";
    HttpResponse<byte[]> never = send("GET", path, "");
    HttpResponse<byte[]> bad = send("POST", path, "{\"to\":\"moon\",\"reason\":\"r\"}");
    HttpResponse<byte[]> begun = send("POST", path, "{\"to\":\"legacy\",\"reason\":\"r\"}");
    assertThat(List.of(never.statusCode(), bad.statusCode(), begun.statusCode()))
        .containsExactly(404, 400, 202);
    contract.check("GET", template, never);
    contract.check("POST", template, bad);
    contract.check("POST", template, begun);
    await()
        .atMost(PATIENCE)
        .until(() -> json(send("GET", path, "")).path("state").asString("").equals("done"));
    contract.check("GET", template, send("GET", path, ""));
    HttpResponse<byte[]> explained = send("GET", "/cutover/tenants/t", "");
    contract.check("GET", CUTOVER + "/tenants/{tenant}", explained);
    assertThat(json(explained).path("reads").asString("")).isEqualTo("legacy");
    HttpResponse<byte[]> letGo =
        send("PUT", "/cutover/tenants/t", "{\"reads\":null,\"reason\":\"r\"}");
    contract.check("PUT", CUTOVER + "/tenants/{tenant}", letGo);
    becomes(ProofState.VERIFIED);
  }

  @Test
  @DisplayName("every route about the cutover is documented, and the other way round")
  void sameOperations() {
    // given // when
    var operations = server.operations().stream().filter(one -> one.contains("/cutover")).toList();
    var documented =
        contract.operations().stream().filter(one -> one.contains("/cutover")).toList();
    // then
    assertThat(documented).containsExactlyInAnyOrderElementsOf(operations);
  }
}
