package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import dev.crossfade.testsupport.contract.ApiContract;
import dev.crossfade.testsupport.contract.ProblemPages;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

/** What is accepted, and what then lies in the log. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
  private static final String TENANT = "t-1";
  private static final int PARTITION = Partitioner.partition(TENANT, School.PARTITIONS);

  private final School school;
  private final IngestServer server;
  private final Client client;
  private final String token = Tokens.writer(TENANT);

  EventsIT(TestKafka kafka) {
    school = School.create(kafka.bootstrap(), kafka.namespace());
    server = school.serve(IngestSettings.defaults());
    client = new Client(server.port(), school.name());
  }

  @BeforeAll
  void ready() {
    Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anEventIsInTheLogWhereTheAnswerSays() {
    // given
    ObjectNode event =
        Events.student("one").put("base", PARTITION + ":7").put("changed", "name,email");

    // when
    Answer answer = client.structured(token, event.toString());

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("results").path(0).path("id").asString()).isEqualTo("e-one");
    assertThat(answer.positions()).containsExactly(answer.position());
    RecordChange change = change(answer.position());
    assertThat(change.record().domain()).isEqualTo("students");
    assertThat(change.record().id()).isEqualTo("one");
    assertThat(change.envelope().source().tenant()).isEqualTo(TENANT);
    assertThat(change.envelope().source().source()).isEqualTo("browser-1");
    assertThat(change.envelope().sequence()).isEqualTo(1);
    assertThat(change.basis().base()).isEqualTo(new Position(PARTITION, 7));
    assertThat(change.basis().changed()).containsExactly("name", "email");
    assertThat(change.schema().blueprint()).isEqualTo(School.BLUEPRINT.digest());
    assertThat(change.schema().version()).isEqualTo(School.BLUEPRINT.schemaVersion());
    assertThat(new String(change.data().bytes(), UTF_8)).isEqualTo(event.get("data").toString());
  }

  @Test
  void theSameEventTwiceIsAcceptedTwice() {
    // given
    String event = Events.student("twice").toString();

    // when
    Answer first = client.structured(token, event);
    Answer second = client.structured(token, event);

    // then
    assertThat(List.of(first.status(), second.status())).containsExactly(202, 202);
    assertThat(second.position()).isNotEqualTo(first.position());
  }

  @Test
  @DisplayName("numbers, spaces and escapes reach the log as they were sent")
  void dataIsStoredByteByByte() {
    // given
    String data =
        "{ \"id\":\"bytes\", \"name\":\"\\u00dc Ü 😀\", \"email\":\"a@example.org\","
            + " \"discountAmount\": 12.50 }";
    String event =
        "{\"data\":"
            + data
            + ",\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/sources/a\",\"subject\":"
            + "\"students/bytes\",\"type\":\"dev.crossfade.record.updated\"}";

    // when
    Answer answer = client.structured(token, event);

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(new String(change(answer.position()).data().bytes(), UTF_8)).isEqualTo(data);
  }

  @Test
  void aBatchKeepsItsOrder() {
    // given
    String[] events = new String[200];
    for (int i = 0; i < events.length; i++) {
      events[i] = Events.student("batch-" + i).put("sequence", "" + (i + 1)).toString();
    }

    // when
    Answer answer = client.batch(token, events);

    // then
    assertThat(answer.status()).isEqualTo(202);
    List<Position> positions = answer.positions().stream().map(Position::parse).toList();
    assertThat(positions).hasSize(events.length).extracting(Position::offset).isSorted();
    assertThat(answer.position()).isEqualTo(positions.getLast().toString());
    assertThat(change(answer.positions().get(17)).record().id()).isEqualTo("batch-17");
  }

  @Test
  void aBatchInWhichSomeAreRefusedKeepsTheOthers() {
    // given
    String bad = Events.student("bad").put("subject", "nothing/bad").toString();

    // when
    Answer answer =
        client.batch(
            token, Events.student("good-1").toString(), bad, Events.student("good-2").toString());

    // then
    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.body().path("results"))
        .extracting(result -> result.path("status").asString())
        .containsExactly("accepted", "rejected", "accepted");
    assertThat(answer.problem(1)).isEqualTo("unknown-domain");
    assertThat(change(answer.position()).record().id()).isEqualTo("good-2");
  }

  @Test
  void aBatchOfWhichNoneIsAcceptedIsAProblemWithResults() {
    // given
    String bad = Events.student("bad").put("subject", "nothing/bad").toString();
    ObjectNode worse = Events.student("worse");
    worse.remove("id");

    // when
    Answer answer = client.batch(token, bad, worse.toString());

    // then
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.problem()).isEqualTo("no-event-accepted");
    assertThat(answer.problem(0)).isEqualTo("unknown-domain");
    assertThat(answer.problem(1)).isEqualTo("malformed-event");
    assertThat(answer.body().path("results").path(1).path("id").isNull()).isTrue();
  }

  @Test
  void anEmptyBatchIsAccepted() {
    // when
    Answer answer = client.batch(token);

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().toString()).isEqualTo("{\"results\":[],\"position\":null}");
  }

  @Test
  void gzipIsInflated() {
    // given
    byte[] body = Client.gzip(Events.student("gzip").toString().getBytes(UTF_8));

    // when
    Answer answer =
        client.post(token, body, "Content-Type", Client.STRUCTURED, "Content-Encoding", "gzip");

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(change(answer.position()).record().id()).isEqualTo("gzip");
  }

  @Test
  void binaryModeTakesAttributesFromHeaders() {
    // given
    String data = "{\"id\":\"Jürgen\",\"name\":\"J\",\"email\":\"j@example.org\"}";

    // when
    Answer answer =
        client.post(
            token,
            data.getBytes(UTF_8),
            "Content-Type",
            "application/json",
            "ce-specversion",
            "1.0",
            "ce-id",
            "b-1",
            "ce-source",
            "/sources/a",
            "ce-type",
            "dev.crossfade.record.created",
            "ce-subject",
            "students/J%C3%BCrgen",
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    // then
    assertThat(answer.status()).isEqualTo(202);
    RecordChange change = change(answer.position());
    assertThat(change.record().id()).isEqualTo("Jürgen");
    assertThat(change.envelope().trace()).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    assertThat(change.envelope().hasSequence()).isFalse();
  }

  @Test
  void aDeleteNeedsNoData() {
    // when
    Answer without = client.structured(token, Events.deleted("gone").toString());
    ObjectNode old = Events.deleted("gone");
    old.putObject("data").put("id", "gone").put("fieldOfAnOldVersion", true);
    Answer withOld = client.structured(token, old.toString());

    // then
    assertThat(List.of(without.status(), withOld.status())).containsExactly(202, 202);
    assertThat(change(without.position()).kind()).isEqualTo(Kind.DELETED);
    assertThat(change(without.position()).data().tree()).isEmpty();
    assertThat(change(withOld.position()).data().tree()).hasSize(2);
  }

  @Test
  void aSkippedNumberIsKept() {
    // when
    Answer answer = client.structured(token, Events.skipped(5).toString());

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(event(answer.position())).isInstanceOf(SourceSkipped.class);
    assertThat(event(answer.position()).envelope().sequence()).isEqualTo(5);
  }

  @Test
  @DisplayName("a UUID is one record in whatever case it is spelled")
  void uuidsAreLowered() {
    // given
    String uuid = "0D5E2C4A-8F3B-4C1D-9E7F-1A2B3C4D5E6F";
    ObjectNode event = Events.student(uuid);
    event.put("subject", "students/" + uuid.toLowerCase(java.util.Locale.ROOT));

    // when
    Answer answer = client.structured(token, event.toString());

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(change(answer.position()).record().id())
        .isEqualTo("0d5e2c4a-8f3b-4c1d-9e7f-1a2b3c4d5e6f");
  }

  @Test
  void whatAClientSaysOfOurOwnAttributesIsIgnored() {
    // given
    ObjectNode event =
        Events.student("liar")
            .put("blueprint", "00".repeat(32))
            .put("partitionkey", "elsewhere")
            .put("unknownextension", 7)
            .put("tenant", TENANT);

    // when
    Answer answer = client.structured(token, event.toString());

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(change(answer.position()).schema().blueprint()).isEqualTo(School.BLUEPRINT.digest());
    assertThat(school.at(answer.position()).message().headers())
        .extracting(header -> header.name())
        .doesNotContain("ce_partitionkey", "ce_unknownextension");
  }

  @Test
  @DisplayName("two tenants send the same ids: each event belongs to its token's tenant alone")
  void tenantsNeverCross() {
    // given
    List<String> tenants = List.of("north", "South", "south", "a\"b", "a/b", "ü");

    for (String tenant : tenants) {
      // when
      Answer answer =
          client.post(
              Tokens.writer(tenant),
              Events.student("same").toString().getBytes(UTF_8),
              "Content-Type",
              Client.STRUCTURED,
              "X-Crossfade-Tenant",
              "north");

      // then
      assertThat(answer.status()).isEqualTo(202);
      assertThat(change(answer.position()).record().tenant()).isEqualTo(tenant);
      assertThat(answer.position())
          .startsWith(Partitioner.partition(tenant, School.PARTITIONS) + ":");
    }
  }

  @Test
  void anImporterNamesTheTenantOfEachEvent() {
    // given
    String importer = Tokens.of(null, "importer");
    String north = Events.student("i-1").put("tenant", "north").toString();
    String south = Events.student("i-2").put("tenant", "south").toString();
    String nobody = Events.student("i-3").toString();

    // when
    Answer answer = client.batch(importer, north, south, nobody);

    // then
    assertThat(answer.status()).isEqualTo(207);
    assertThat(change(answer.positions().get(0)).record().tenant()).isEqualTo("north");
    assertThat(change(answer.positions().get(1)).record().tenant()).isEqualTo("south");
    assertThat(answer.problem(2)).isEqualTo("tenant-missing");
  }

  @Test
  @DisplayName("every documented operation answers, every route is documented")
  void theInterfaceIsAsDocumented() {
    // given
    ApiContract contract =
        ApiContract.of(IngestService.class, "/openapi/ingest.yaml", ProblemPages.read());

    // when
    Answer openapi = client.get("/openapi.yaml");
    Answer metrics = client.get("/metrics");
    Answer live = client.get("/health/live");
    Answer ready = client.get("/health/ready");
    client.structured(token, Events.student("counted").toString());

    // then
    assertThat(List.of(openapi.status(), metrics.status(), live.status(), ready.status()))
        .containsOnly(200);
    assertThat(contract.operations())
        .containsExactlyInAnyOrder(
            "POST /v1/{m}/events",
            "POST /v1/{m}/snapshots",
            "GET /v1/{m}/client",
            "GET /v1/{m}/client/stream",
            "POST /v1/{m}/observations",
            "POST /ofrep/v1/evaluate/flags",
            "POST /ofrep/v1/evaluate/flags/{key}",
            "GET /ofrep/v1/stream",
            "GET /openapi.yaml",
            "GET /metrics",
            "GET /health/live",
            "GET /health/ready");
    assertThat(contract.operations()).containsAll(server.operations());
    assertThat(new String(client.get("/metrics").response().body(), UTF_8))
        .contains("crossfade_ingest_events_total{")
        .contains("result=\"accepted\"");
  }

  private ChangeEvent event(String position) {
    EventReader reader = new EventReader(School.PARTITIONS, School.BLUEPRINT.digest()::equals);
    Decoded decoded = reader.read(school.at(position));
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded).event();
  }

  private RecordChange change(String position) {
    assertThat(event(position)).isInstanceOf(RecordChange.class);
    return (RecordChange) event(position);
  }
}
