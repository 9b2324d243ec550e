package dev.crossfade.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.core.log.Topics;
import dev.crossfade.core.observe.Observation;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.kit.identity.JwtAuthenticator;
import dev.crossfade.kit.identity.JwtKeys;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import dev.crossfade.testsupport.contract.ApiContract;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The service, as a process of its own, answers as openapi.yaml says. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiContractIT {
  private static final String ONE = "/v1/{m}/records/{domain}/{id}";
  private static final String PAGE = "/v1/{m}/records/{domain}";

  private static final String SNAPSHOTS = "/v1/{m}/snapshots";
  private static final String SNAPSHOT = "/v1/{m}/snapshots/{id}";

  private static final String PAYMENT =
      """
      {"id":"p","studentId":"s","amount":%d,"method":"cash","paidAt":"2026-01-01T00:00:00.000Z"}
      """;

  private final ApiContract contract =
      ApiContract.of(SyncService.class, "/openapi/sync.yaml", ProblemPages.read());
  private final HttpClient client = HttpClient.newHttpClient();
  private School school;
  private SyncServer open;
  private SyncServer guarded;
  private Position last;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) throws Exception {
    school = School.open(kafka, database);
    open = serve(new DevelopmentAuthenticator(InstantSource.system()), "open");
    byte[] secret = "a secret of tests, 32 bytes long".getBytes(UTF_8);
    guarded =
        serve(new JwtAuthenticator(JwtKeys.secret(secret), null, InstantSource.system()), "key");
    var b = school.source("t", "b");
    b.put("classrooms", "a", "{\"id\":\"a\",\"name\":\"one\",\"capacity\":30}");
    b.put("classrooms", "b", "{\"id\":\"b\",\"name\":\"two\"}");
    b.put("classrooms", "gone", "{\"id\":\"gone\",\"name\":\"n\"}");
    b.delete("classrooms", "gone");
    settle(b.put("classes", "c", "{\"id\":\"c\",\"name\":\"n\",\"classroomId\":\"a\"}"));
    Watermark through = new Watermark.Through(9);
    school.append(b.started("s-1", through));
    school.append(b.row("s-1", through, "classrooms", "d", "{\"id\":\"d\",\"name\":\"three\"}"));
    school.append(b.ended("s-1", "{\"needed\":true}"));
    school.append(b.started("s-2", Watermark.UNKNOWN));
    var other = school.source("t", "other");
    b.put("students", "s", "{\"id\":\"s\",\"name\":\"Ada\",\"email\":\"a@example.org\"}");
    b.put("payments", "p", PAYMENT.formatted(1));
    int partition = Partitioner.partition("t", School.PARTITIONS);
    school.append(other.started("s-3", new Watermark.AsOf(new Position(partition, 0))));
    Watermark asOf = new Watermark.AsOf(new Position(partition, 0));
    school.append(other.row("s-3", asOf, "payments", "p", PAYMENT.formatted(2)));
    last = b.put("classes", "c", "{\"id\":\"c\",\"name\":\"n\",\"classroomId\":\"none\"}");
    settle(last);
  }

  private void settle(Position position) throws Exception {
    get("/v1/" + school.name + "/records/classes", "Crossfade-Wait-For", position.toString());
  }

  @AfterAll
  void stop() {
    client.close();
    guarded.close();
    open.close();
    school.close();
  }

  private SyncServer serve(Authenticator authenticator, String instance) {
    return SyncServer.start(
        school.settings(instance),
        List.of(school.name),
        new ServiceProcess.Front(authenticator, "127.0.0.1", 0));
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return get(open, path, headers);
  }

  private HttpResponse<byte[]> get(SyncServer server, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .setHeader("X-Crossfade-Tenant", "t");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  @DisplayName("every route is documented, every documented operation is there")
  void sameOperations() {
    // given // when
    var operations = open.operations();
    // then
    assertThat(contract.operations()).containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  @DisplayName("what a device told of its outbox stands beside its source")
  void unsent() throws Exception {
    // given
    String path = "/v1/" + school.name + "/sources/other";
    assertThat(json(get(path)).path("unsent").isNull()).isTrue();
    Map<String, Object> kafka = Map.copyOf(school.settings("told").kafka());

    // when
    try (var producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  new Topics(school.name).observations(),
                  Partitioner.partition("t", School.PARTITIONS),
                  Observation.key(new SourceKey("t", "other")),
                  new Observation(Instant.now(), 7, null, null, null).bytes()))
          .get();
    }

    // then
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> json(get(path)).path("unsent").asInt(-1) == 7);
    assertThat(json(get("/v1/" + school.name + "/sources")).at("/sources/1/unsent").asInt(-1))
        .isEqualTo(7);
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return Json.MAPPER.readTree(answer.body());
  }

  @ParameterizedTest(name = "{1} {2}")
  @DisplayName("what is answered is documented, to each field")
  @CsvSource({
    "200, /openapi.yaml, /openapi.yaml",
    "200, /metrics, /metrics",
    "200, /health/live, /health/live",
    "200, /health/ready, /health/ready",
    "200, /v1/{m}/parked, /v1/M/parked",
    "200, /v1/{m}/parked, /v1/M/parked?limit=1&domain=classes&reason=missing-reference",
    "400, /v1/{m}/parked, /v1/M/parked?reason=weather",
    "403, /v1/{m}/parked, /v1/M/parked?tenant=other",
    "404, /v1/{m}/parked, /v1/other/parked",
    "200, /v1/{m}/conflicts, /v1/M/conflicts",
    "200, /v1/{m}/conflicts, /v1/M/conflicts?state=waiting&limit=1",
    "400, /v1/{m}/conflicts, /v1/M/conflicts?state=asleep",
    "403, /v1/{m}/conflicts, /v1/M/conflicts?tenant=other",
    "200, /v1/{m}/progress, /v1/M/progress",
    "404, /v1/{m}/progress, /v1/other/progress",
    "200, " + PAGE + ", /v1/M/records/classrooms",
    "200, " + PAGE + ", /v1/M/records/classrooms?limit=1",
    "200, " + PAGE + ", /v1/M/records/classes?where.name=n",
    "200, " + PAGE + ", /v1/M/records/students",
    "400, " + PAGE + ", /v1/M/records/classrooms?limit=0",
    "404, " + PAGE + ", /v1/M/records/nothing",
    "404, " + PAGE + ", /v1/other/records/classrooms",
    "200, " + ONE + ", /v1/M/records/classrooms/a",
    "200, " + ONE + ", /v1/M/records/classes/c",
    "404, " + ONE + ", /v1/M/records/classrooms/gone",
    "404, " + ONE + ", /v1/M/records/classrooms/none",
    "200, " + SNAPSHOTS + ", /v1/M/snapshots",
    "200, " + SNAPSHOTS + ", /v1/M/snapshots?limit=1",
    "400, " + SNAPSHOTS + ", /v1/M/snapshots?limit=0",
    "400, " + SNAPSHOTS + ", /v1/M/snapshots?source=b",
    "404, " + SNAPSHOTS + ", /v1/other/snapshots",
    "200, " + SNAPSHOT + ", /v1/M/snapshots/s-1",
    "200, " + SNAPSHOT + ", /v1/M/snapshots/s-2",
    "200, " + SNAPSHOT + ", /v1/M/snapshots/s-3",
    "200, /v1/{m}/changes, /v1/M/changes",
    "200, /v1/{m}/changes, /v1/M/changes?limit=1",
    "400, /v1/{m}/changes, /v1/M/changes?after=x",
    "404, /v1/{m}/changes, /v1/other/changes",
    "200, " + ONE + "/history, /v1/M/records/classrooms/a/history",
    "200, " + ONE + "/history, /v1/M/records/classrooms/gone/history?limit=1",
    "200, " + ONE + "/history, /v1/M/records/payments/p/history",
    "200, " + ONE + "/history, /v1/M/records/classes/c/history",
    "404, " + ONE + "/history, /v1/M/records/classes/none/history",
    "404, " + ONE + "/history, /v1/M/records/nothing/a/history",
    "400, " + ONE + "/history, /v1/M/records/classes/c/history?before=x",
    "400, " + ONE + "/history, /v1/M/records/classes/c/history?limit=201",
    "200, /v1/{m}/sources, /v1/M/sources",
    "200, /v1/{m}/sources, /v1/M/sources?limit=1&after=b",
    "400, /v1/{m}/sources, /v1/M/sources?source=b",
    "200, /v1/{m}/sources/{id}, /v1/M/sources/b",
    "404, /v1/{m}/sources/{id}, /v1/M/sources/none",
    "200, /v1/{m}/sync, /v1/M/sync",
    "404, /v1/{m}/sync, /v1/other/sync",
    "404, " + SNAPSHOT + ", /v1/M/snapshots/s-4",
    "404, " + SNAPSHOT + ", /v1/M/snapshots/a:b",
  })
  void documented(int status, String template, String path) throws Exception {
    // given // when
    var answer = get(path.replace("/M/", "/" + school.name + "/"));
    // then
    assertThat(answer.statusCode()).isEqualTo(status);
    contract.check("GET", template, answer);
  }

  @Test
  @DisplayName("I13: a snapshot is its tenant's alone, and the latest of each source are listed")
  void snapshots() throws Exception {
    // given
    String all = "/v1/" + school.name + "/snapshots";
    // when
    var list = Json.MAPPER.readTree(get(all).body());
    var one = Json.MAPPER.readTree(get(all + "/s-1").body());
    var others = get(all + "/s-1", "X-Crossfade-Tenant", "t2");
    var unknown = get(guarded, all);
    // then
    assertThat(list.at("/snapshots").valueStream().map(s -> s.get("id").stringValue()).toList())
        .containsExactly("s-3", "s-2");
    assertThat(one.get("state").stringValue()).isEqualTo("complete");
    assertThat(one.get("through").longValue()).isEqualTo(9);
    assertThat(one.at("/counts/applied").longValue()).isEqualTo(1);
    assertThat(one.at("/audit/needed").booleanValue()).isTrue();
    assertThat(others.statusCode()).isEqualTo(404);
    assertThat(unknown.statusCode()).isEqualTo(401);
    contract.check("GET", SNAPSHOTS, unknown);
  }

  @ParameterizedTest(name = "{1} {2} {3}")
  @DisplayName("what operators are answered is documented, to each field")
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | /parked/{id}/retry      | /parked/0:99999/retry | {}",
        "404 | /parked/{id}/discard    | /parked/x/discard     | {\"reason\":\"r\"}",
        "400 | /parked/{id}/discard    | /parked/0:1/discard   | {}",
        "400 | /parked/{id}/retry      | /parked/0:1/retry     | [",
        "200 | /parked/{id}/retry      | /parked/LAST/retry    | {}",
        "422 | /parked/{id}/retry      | /parked/LAST/retry    | {\"reason\":\"r\",\"data\":{}}",
        "200 | /parked/retry           | /parked/retry         | {}",
        "400 | /parked/retry           | /parked/retry         | {\"filter\":{\"id\":\"1\"}}",
        "403 | /parked/retry           | /parked/retry         | {\"filter\":{\"tenant\":\"x\"}}",
        "400 | /parked/discard         | /parked/discard       | {}",
        "404 | /conflicts/{id}/resolve | /conflicts/x/resolve  |"
            + " {\"take\":\"existing\",\"reason\":\"r\"}",
        "400 | /conflicts/{id}/resolve | /conflicts/0:1/resolve | {\"take\":\"all\"}",
        "200 | /conflicts/resolve      | /conflicts/resolve    |"
            + " {\"take\":\"rules\",\"reason\":\"r\"}",
        "400 | /conflicts/resolve      | /conflicts/resolve    |"
            + " {\"take\":\"merged\",\"reason\":\"r\"}",
      })
  void ordered(int status, String template, String path, String body) throws Exception {
    // given
    String to = "/v1/" + school.name + path.replace("LAST", last.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + open.port() + to))
            .setHeader("X-Crossfade-Tenant", "t")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    // when
    var answer = client.send(request, BodyHandlers.ofByteArray());
    // then
    assertThat(answer.statusCode()).isEqualTo(status);
    contract.check("POST", "/v1/{m}" + template, answer);
  }

  @Test
  @DisplayName("a record that waits for a person says so")
  void conflict() throws Exception {
    // given
    String payments = "/v1/" + school.name + "/records/payments";
    // when
    var one = get(payments + "/p");
    var page = get(payments);
    // then
    assertThat(one.headers().firstValue("Crossfade-Record-State")).hasValue("conflict");
    contract.check("GET", ONE, one);
    contract.check("GET", PAGE, page);
  }

  @Test
  @DisplayName("versions, positions and callers that are not known are answered as documented")
  void headers() throws Exception {
    // given
    String a = "/v1/" + school.name + "/records/classrooms/a";
    String etag = get(a).headers().firstValue("ETag").orElseThrow();
    int partition = Partitioner.partition("t", School.PARTITIONS);
    // when
    var same = get(a, "If-None-Match", etag);
    var bad = get(a, "Crossfade-Wait-For", "tomorrow");
    var later = get(a, "Crossfade-Wait-For", partition + ":" + (last.offset() + 1));
    var unknown = get(guarded, a);
    // then
    assertThat(List.of(same, bad, later, unknown))
        .extracting(HttpResponse::statusCode)
        .containsExactly(304, 400, 503, 401);
    for (var answer : List.of(same, bad, later, unknown)) {
      contract.check("GET", ONE, answer);
    }
  }
}
