package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.CutoverRule;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.observe.Observation.Different;
import dev.crossfade.core.observe.Observation.Requests;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.observe.Observations;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What devices are told follows the control log and the proofs, within a second. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientIT {
  private static final String TENANT = "t-1";
  private static final TenantProof VERIFIED = Cutting.proof(ProofState.VERIFIED, true, "phone");

  private final School school;
  private final School other;
  private final IngestServer server;
  private final Client client;
  private final Cutting cutting;
  private final HttpClient http = HttpClient.newHttpClient();

  ClientIT(TestKafka kafka) {
    school = School.create(kafka.bootstrap(), kafka.namespace());
    other = School.create(kafka.bootstrap(), kafka.namespace() + "-b");
    server =
        IngestServer.start(
            IngestSettings.defaults(),
            school.client(),
            List.of(school.name(), other.name()),
            Tokens.authenticator(),
            new IngestServer.Address("127.0.0.1", 0));
    client = new Client(server.port(), school.name());
    cutting = new Cutting(school);
  }

  @BeforeAll
  void ready() {
    await().until(() -> client.device(Tokens.writer(TENANT), "?source=phone").status() == 200);
  }

  @AfterEach
  void back() {
    cutting.share(Mode.HYBRID, 0);
  }

  @AfterAll
  void stop() {
    // The streams would be waited for.
    http.shutdownNow();
    cutting.close();
    client.close();
    server.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(10));
  }

  private String reads(String tenant, String source) {
    Answer answer = client.device(Tokens.writer(tenant), "?source=" + source);
    return answer.body().path("reads").asString() + " " + answer.body().path("reason").asString();
  }

  @Test
  @DisplayName(
      "I10: a device reads from PostgreSQL when all holds, and no longer when one does not")
  void followsEachChange() {
    // given
    cutting.prove(TENANT, VERIFIED);

    // when, then
    assertThat(reads(TENANT, "phone")).isEqualTo("legacy not-in-cohort");
    long began = System.nanoTime();
    cutting.share(Mode.HYBRID, 10_000);
    soon().until(() -> reads(TENANT, "phone").equals("target verified"));
    System.out.printf(
        "seen %d ms after the change was begun%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    assertThat(reads(TENANT, "tablet")).isEqualTo("legacy snapshot-missing");
    assertThat(reads("t-2", "phone")).isEqualTo("legacy not-verified");

    cutting.prove(TENANT, Cutting.proof(ProofState.DRIFT, false, "phone"));
    soon().until(() -> reads(TENANT, "phone").equals("legacy drift"));
    TenantProof waits = Cutting.proof(ProofState.WAITING, true, "phone");
    cutting.prove(TENANT, waits);
    // It is of before the raise.
    soon().until(() -> reads(TENANT, "phone").equals("legacy not-verified"));
    cutting.prove(TENANT, cutting.now(waits));
    soon().until(() -> reads(TENANT, "phone").equals("target verified"));
    cutting.spoil(TENANT, "nonsense".getBytes(UTF_8));
    soon().until(() -> reads(TENANT, "phone").equals("legacy not-verified"));
    cutting.prove(TENANT, VERIFIED);
    soon().until(() -> reads(TENANT, "phone").equals("target verified"));
    cutting.pin(TENANT, Reads.LEGACY);
    soon().until(() -> reads(TENANT, "phone").equals("legacy pinned"));
    cutting.pin(TENANT, null);
    soon().until(() -> reads(TENANT, "phone").equals("target verified"));
    cutting.share(Mode.LEGACY, 10_000);
    soon().until(() -> reads(TENANT, "phone").equals("legacy mode"));
    cutting.prove(TENANT, null);
  }

  @Test
  void tellsWhatElseADeviceNeeds() {
    // when
    cutting.capture(false);
    cutting.queue(TENANT, true);
    Answer[] answer = new Answer[1];
    soon()
        .until(
            () -> {
              answer[0] = client.device(Tokens.writer(TENANT), "?source=x&schemaVersion=1");
              return answer[0].body().path("writes").asString().equals("queue");
            });

    // then
    JsonNode body = answer[0].body();
    assertThat(body.path("capture").asString()).isEqualTo("off");
    assertThat(body.path("mode").asString()).isEqualTo("hybrid");
    assertThat(body.path("controlVersion").asLong()).isEqualTo(cutting.version());
    assertThat(body.path("schemaVersion").asInt()).isEqualTo(School.BLUEPRINT.schemaVersion());
    assertThat(body.path("domains")).hasSameSizeAs(School.BLUEPRINT.domains());
    assertThat(client.device(Tokens.writer("t-2"), "?source=x").body().path("writes").asString())
        .isEqualTo("open");
    cutting.queue(TENANT, false);
    cutting.capture(true);
  }

  @Test
  void whatIsKnownIsNotSentAgain() {
    // given
    String token = Tokens.writer(TENANT);
    String tag = client.device(token, "?source=phone").header("ETag");

    // when
    Answer same = client.device(token, "?source=phone", "If-None-Match", "\"x\", W/" + tag);
    cutting.share(Mode.HYBRID, 1);
    Answer[] changed = new Answer[1];
    soon()
        .until(
            () -> {
              changed[0] = client.device(token, "?source=phone", "If-None-Match", tag);
              return changed[0].status() == 200;
            });

    // then
    assertThat(same.status()).isEqualTo(304);
    assertThat(changed[0].header("ETag")).isNotEqualTo(tag);
  }

  @Test
  @DisplayName("1,000 tenants are told exactly what the rule says, by both ways")
  void asTheRuleSays() {
    // given
    Random random = new Random(6);
    Map<String, TenantProof> proofs = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      ProofState state = Cutting.STATES.get(random.nextInt(4));
      TenantProof proof =
          random.nextBoolean()
              ? Cutting.proof(state, random.nextBoolean(), "phone")
              : Cutting.proof(state, random.nextBoolean());
      proofs.put("schule-ü-" + i, proof);
    }
    proofs.forEach(cutting::prove);
    cutting.prove("last", VERIFIED);
    cutting.share(Mode.HYBRID, 5_000);
    cutting.pin("schule-ü-7", Reads.TARGET);
    cutting.pin("last", Reads.TARGET);
    soon().until(() -> reads("last", "phone").equals("target pinned"));

    // when, then
    for (Map.Entry<String, TenantProof> entry : proofs.entrySet()) {
      String tenant = entry.getKey();
      String source = random.nextInt(3) == 0 ? null : "phone";
      CutoverDecision decision =
          CutoverRule.decide(cutting.cutover(), entry.getValue(), tenant, source);
      JsonNode flag = one(tenant, source);
      assertThat(flag.path("value").asString()).isEqualTo(decision.reads().text());
      assertThat(flag.at("/metadata/why").asString()).isEqualTo(decision.reason().text());
      assertThat(flag.at("/metadata/bucket").asInt()).isEqualTo(cutting.cutover().bucket(tenant));
      if (source != null) {
        assertThat(reads(tenant, source))
            .isEqualTo(decision.reads().text() + " " + decision.reason().text());
      }
    }
    cutting.pin("schule-ü-7", null);
  }

  private JsonNode one(String tenant, @Nullable String source) {
    return client
        .ofrep(Tokens.of(null, "operator"), "/" + school.name() + ".reads", tenant, source)
        .body();
  }

  @Test
  @DisplayName("I13: two migrations do not mix; one question is answered for both")
  void twoMigrations() {
    // given
    cutting.prove(TENANT, VERIFIED);
    cutting.share(Mode.TARGET, 0);
    soon().until(() -> reads(TENANT, "phone").equals("target verified"));

    // when
    Answer all = client.ofrep(Tokens.writer(TENANT), "", TENANT, "phone");

    // then
    assertThat(all.body().path("flags").valueStream().map(f -> f.path("key").asString()))
        .containsExactly(school.name() + ".reads", other.name() + ".reads");
    assertThat(all.body().path("flags").valueStream().map(f -> f.path("value").asString()))
        .containsExactly("target", "legacy");
    assertThat(all.body().path("flags").valueStream().map(f -> f.path("reason").asString()))
        .containsExactly("STATIC", "SPLIT");
    assertThat(
            client
                .ofrep(
                    Tokens.writer(TENANT), "", TENANT, "phone", "If-None-Match", all.header("ETag"))
                .status())
        .isEqualTo(304);
    cutting.prove(TENANT, null);
  }

  @Test
  void theTokenMayComeAsAKey() {
    // when
    Answer answer = client.ofrep("", "", TENANT, null, "X-API-Key", Tokens.writer(TENANT));
    Answer elsewhere = client.device("", "?source=phone", "X-API-Key", Tokens.writer(TENANT));

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(elsewhere.status()).isEqualTo(401);
  }

  private BlockingQueue<String> listen(String path, @Nullable String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    var answer = http.send(request.build(), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    BlockingQueue<String> data = new LinkedBlockingQueue<>();
    InputStream body = answer.body();
    Thread.ofVirtual().start(() -> read(body, data));
    return data;
  }

  private static void read(InputStream body, BlockingQueue<String> data) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          data.add(line.substring(6));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static JsonNode next(BlockingQueue<String> data) throws InterruptedException {
    String text = data.poll(10, TimeUnit.SECONDS);
    assertThat(text).as("an event came").isNotNull();
    return JsonMapper.shared().readTree(text);
  }

  @Test
  @DisplayName("a stream tells the present answer, then what concerns this device, and no more")
  void stream() throws Exception {
    // given
    cutting.prove("t-s", Cutting.proof(ProofState.VERIFIED, true, "phone"));
    BlockingQueue<String> told =
        listen("/v1/" + school.name() + "/client/stream?source=phone", Tokens.writer("t-s"));
    assertThat(next(told).path("reads").asString()).isEqualTo("legacy");

    // when
    cutting.pin("t-else", Reads.LEGACY);
    cutting.share(Mode.HYBRID, 10_000);
    JsonNode raised = next(told);
    cutting.prove("t-s", Cutting.proof(ProofState.DRIFT, false, "phone"));
    JsonNode drifted = next(told);

    // then
    assertThat(raised.path("reads").asString()).isEqualTo("target");
    assertThat(drifted.path("reason").asString()).isEqualTo("drift");
    assertThat(told).isEmpty();
  }

  @Test
  @DisplayName("an event stream of OFREP needs no token, and says when to ask again")
  void ofrepStream() throws Exception {
    // given
    cutting.prove("t-o", VERIFIED);
    Answer all = client.ofrep(Tokens.writer("t-o"), "", "t-o", "phone");
    String uri = all.body().at("/eventStreams/0/endpoint/requestUri").asString();
    BlockingQueue<String> told = listen(uri, null);
    assertThat(uri).doesNotContain("t-o");
    assertThat(next(told).path("type").asString()).isEqualTo("refetchEvaluation");

    // when
    cutting.share(Mode.HYBRID, 10_000);
    JsonNode event = next(told);

    // then
    Answer again = client.ofrep(Tokens.writer("t-o"), "", "t-o", "phone");
    assertThat(event.path("etag").asString()).isEqualTo(again.header("ETag"));
    assertThat(again.body().at("/flags/0/value").asString()).isEqualTo("target");
    assertThat(again.body().at("/eventStreams/0/endpoint/requestUri").asString()).isEqualTo(uri);
  }

  @Test
  @DisplayName("what a device tells is there for others; more often than every 5 s is refused")
  void observations() {
    // given
    String told =
        """
        {"source":"phone","unsent":3,"compared":120,"requests":40,"failedRequests":2,
         "different":[{"domain":"students","recordId":"42"}],"comparedAt":"2031-01-01T00:00:00Z"}
        """;
    try (Migration migration =
            Migration.open(school.name(), school.client(), "/tests", InstantSource.system());
        Observations all = Observations.open(migration, school.client())) {

      // when
      Answer first = client.observe(Tokens.writer(TENANT), told);
      Answer again = client.observe(Tokens.writer(TENANT), told);

      // then
      assertThat(List.of(first.status(), again.status())).containsExactly(204, 429);
      SourceKey device = new SourceKey(TENANT, "phone");
      soon().until(() -> all.caughtUp() && all.latest(device).isPresent());
      var latest = all.latest(device).orElseThrow();
      assertThat(latest.unsent()).isEqualTo(3);
      assertThat(latest.seen()).isNull();
      assertThat(latest.requests()).isEqualTo(new Requests(40, 2));
      assertThat(all.requests(latest.at())).isEqualTo(new Requests(40, 2));
      assertThat(all.requests(latest.at().plusSeconds(60))).isEqualTo(new Requests(0, 0));
      var comparison = Objects.requireNonNull(latest.comparison());
      assertThat(comparison.at()).as("a clock that is ahead").isEqualTo(latest.at());
      assertThat(comparison.different()).containsExactly(new Different("students", "42"));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.crossfade.ingest.BadClientRequests#all")
  void isRefused(BadClientRequests.Bad bad) {
    // given
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:" + server.port() + bad.path().replace("{m}", school.name())));
    if (bad.body() != null) {
      request.POST(BodyPublishers.ofString(bad.body()));
      request.header("Content-Type", bad.type());
    }

    // when
    Answer answer = client.send(bad.token(), request);

    // then
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(bad.status());
    String error = answer.body().path("errorCode").asString("");
    assertThat(error.isEmpty() ? answer.problem() : error).isEqualTo(bad.error());
    if (!bad.pointer().isEmpty()) {
      assertThat(answer.pointers()).contains(bad.pointer());
    }
  }
}
