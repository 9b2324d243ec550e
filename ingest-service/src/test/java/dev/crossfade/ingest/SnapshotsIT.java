package dev.crossfade.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A browser's store, and what then lies in the log. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotsIT {
  private final School school;
  private final IngestServer server;
  private final Client client;

  SnapshotsIT(TestKafka kafka) {
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

  /** What the log holds of a tenant. */
  private List<ChangeEvent> log(String tenant) {
    return school.events().stream()
        .filter(event -> event.envelope().source().tenant().equals(tenant))
        .toList();
  }

  private static List<String> ids(List<ChangeEvent> events) {
    return events.stream().map(event -> event.envelope().id()).toList();
  }

  @Test
  @DisplayName(
      "a start marker, the rows, an end marker with the audit: all in the log when answered")
  void inTheLog() {
    // given
    ObjectNode store = Stores.store("browser-1", 1_203);

    // when
    Answer answer = client.store(Tokens.writer("t-order"), "", store.toString());

    // then
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    List<ChangeEvent> log = log("t-order");
    String snapshot = answer.body().path("snapshot").asString();
    assertThat(log).hasSize(1_205);
    assertThat(log.getFirst()).isInstanceOf(SnapshotStarted.class);
    assertThat(log.getFirst().envelope().id()).isEqualTo(snapshot + ":start");
    assertThat(log.getFirst().envelope().time()).hasToString("2026-11-20T12:00:00Z");
    for (int i = 0; i < 1_203; i++) {
      RecordRead row = (RecordRead) log.get(i + 1);
      assertThat(row.envelope().id()).isEqualTo(snapshot + ":0:" + (i + 1));
      assertThat(row.record().id()).isEqualTo("s" + i);
      assertThat(row.snapshot().watermark()).isEqualTo(new Watermark.Through(41));
      assertThat(row.schema().blueprint()).isEqualTo(School.BLUEPRINT.digest());
    }
    SnapshotEnded end = (SnapshotEnded) log.getLast();
    assertThat(end.snapshot()).isEqualTo(snapshot);
    assertThat(end.audit().tree()).isEqualTo(answer.body().path("audit"));
    Position position = Objects.requireNonNull(Position.parse(answer.position()));
    assertThat(position.partition()).isEqualTo(Partitioner.partition("t-order", School.PARTITIONS));
  }

  @Test
  @DisplayName("the answer counts records by domain and reason, and names unknown keys")
  void answer() {
    // given
    ObjectNode store = Stores.store("browser-1", 3);
    ObjectNode bad = Stores.student("bad");
    bad.put("name", "n".repeat(201));
    String students = "[" + Stores.student("a") + "," + bad + "," + Stores.student("a") + ",7]";
    store.withObject("entries").put("students", students).put("classes", "{broken");

    // when
    Answer answer = client.store(Tokens.writer("t-answer"), "", store.toString());

    // then
    JsonNode body = answer.body();
    assertThat(answer.status()).isEqualTo(202);
    assertThat(body.path("domains").path("students").toString())
        .isEqualTo(
            "{\"records\":4,\"mapped\":1,\"rejected\":3,\"reasons\":"
                + "{\"unstorable-data\":1,\"schema-violation\":1,\"duplicate-id\":1}}");
    assertThat(body.path("domains").path("classes").path("reasons").toString())
        .isEqualTo("{\"undecodable-entry\":1}");
    assertThat(body.path("unknownKeys").path(0).path("key").asString()).isEqualTo("theme");
    assertThat(body.path("unknownKeys").path(0).path("size").asInt()).isEqualTo(4);
    assertThat(body.path("issues").findValuesAsString("pointer")).contains("/1/name", "/2", "/3");
    assertThat(body.path("audit").path("totalRecords").asInt()).isEqualTo(5);
    assertThat(log("t-answer")).hasSize(3);
  }

  @Test
  @DisplayName("I3: the same body again is the same snapshot with the same events")
  void again() {
    // given
    byte[] body = Stores.bytes(Stores.store("browser-1", 12));
    String token = Tokens.writer("t-again");

    // when
    Answer first =
        client.snapshot(token, "", BodyPublishers.ofByteArray(body), "Content-Type", Client.JSON);
    Answer second =
        client.snapshot(
            token,
            "",
            BodyPublishers.ofByteArray(Client.gzip(body)),
            "Content-Type",
            "Application/JSON; charset=\"utf-8\"",
            "Content-Encoding",
            "gzip");

    // then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body().path("snapshot")).isEqualTo(first.body().path("snapshot"));
    List<String> ids = ids(log("t-again"));
    assertThat(ids).hasSize(28);
    assertThat(ids.subList(14, 28)).isEqualTo(ids.subList(0, 14));
  }

  @Test
  @DisplayName("I1: a store that came back to what it held before is not taken for one sent twice")
  void backAgain() {
    // given
    ObjectNode store = Stores.store("browser-1", 1);
    store.remove("takenAt");
    String token = Tokens.writer("t-back");

    // when
    Answer first = client.store(token, "", store.toString());
    Answer second = client.store(token, "", store.toString());

    // then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body().path("snapshot")).isNotEqualTo(first.body().path("snapshot"));
  }

  @Test
  @DisplayName("I13: the same body of another tenant or source is another snapshot")
  void others() {
    // given
    String body = Stores.store("browser-1", 1).toString();
    String other = Stores.store("browser-2", 1).toString();

    // when
    List<String> ids =
        List.of(
            client.store(Tokens.writer("t-a"), "", body).body().path("snapshot").asString(),
            client.store(Tokens.writer("t-b"), "", body).body().path("snapshot").asString(),
            client.store(Tokens.writer("t-a"), "", other).body().path("snapshot").asString());

    // then
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("I2: a dry run answers the same and keeps nothing")
  void dryRun() {
    // given
    String store = Stores.store("browser-1", 20).toString();
    String token = Tokens.writer("t-dry");

    // when
    Answer dry = client.store(token, "?dryRun=true", store);
    int kept = log("t-dry").size();
    Answer real = client.store(token, "?dryRun=false", store);

    // then
    assertThat(kept).isZero();
    assertThat(dry.status()).isEqualTo(200);
    assertThat(dry.body().path("position").isNull()).isTrue();
    for (String member : List.of("snapshot", "domains", "unknownKeys", "issues", "audit")) {
      assertThat(dry.body().path(member)).as(member).isEqualTo(real.body().path(member));
    }
  }

  @Test
  @DisplayName("an empty store is a snapshot too")
  void empty() {
    // when
    Answer answer = client.store(Tokens.writer("t-empty"), "", "{\"source\":\"b\",\"entries\":{}}");

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(log("t-empty"))
        .extracting(event -> (Object) event.getClass())
        .containsExactly(SnapshotStarted.class, SnapshotEnded.class);
    assertThat(((SnapshotStarted) log("t-empty").getFirst()).snapshot().watermark())
        .isEqualTo(Watermark.UNKNOWN);
  }

  @Test
  @DisplayName("a position says how far a source that does not count is known")
  void asOf() {
    // given
    String token = Tokens.writer("t-as-of");
    String reached = client.structured(token, Events.student("live").toString()).position();
    ObjectNode store = Stores.store("browser-1", 1).put("asOf", reached);
    store.remove("sequence");

    // when
    Answer answer = client.store(token, "", store.toString());
    Position position = Objects.requireNonNull(Position.parse(reached));
    Position later = new Position(position.partition(), position.offset() + 1_000);
    Answer beyond = client.store(token, "", store.put("asOf", later.toString()).toString());
    Position elsewhere = new Position((position.partition() + 1) % School.PARTITIONS, 0);
    Answer foreign = client.store(token, "", store.put("asOf", elsewhere.toString()).toString());

    // then
    assertThat(answer.status()).isEqualTo(202);
    RecordRead row = (RecordRead) log("t-as-of").get(2);
    assertThat(row.snapshot().watermark()).isEqualTo(new Watermark.AsOf(position));
    assertThat(List.of(beyond.problem(), foreign.problem())).containsOnly("foreign-as-of");
    assertThat(log("t-as-of")).hasSize(4);
  }

  @Test
  @DisplayName("a lone surrogate in one record spoils that record only")
  void loneSurrogate() {
    // given
    String record = Stores.student("x").toString().replace("Dana Ng", "\\ud800");
    ObjectNode store = Stores.store("browser-1", 0);
    store.withObject("entries").put("students", "[" + record + "," + Stores.student("y") + "]");
    // As JSON.stringify writes a string that holds the surrogate itself.
    String sent = store.toString().replace("\\\\ud800", "\\ud800");

    // when
    Answer answer = client.store(Tokens.writer("t-surrogate"), "", sent);

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("issues").path(0).path("pointer").asString())
        .isEqualTo("/0/name");
    assertThat(log("t-surrogate")).hasSize(3);
  }

  @Test
  @DisplayName("however long the names in a store are: the end marker fits into the log")
  void longNames() {
    // given
    StringBuilder students = new StringBuilder("[");
    for (int i = 0; i < 150; i++) {
      String name = "\u0001".repeat(900) + i;
      students.append(i == 0 ? "" : ",").append(Stores.student("s" + i).put(name, 1));
    }
    StringBuilder classes = new StringBuilder("{");
    for (int i = 0; i < 150; i++) {
      classes
          .append(i == 0 ? "" : ",")
          .append('"')
          .append("n".repeat(30_000))
          .append(i)
          .append("\":7");
    }
    ObjectNode store = Stores.store("browser-1", 0);
    store
        .withObject("entries")
        .put("students", students.append(']').toString())
        .put("classes", classes.append('}').toString())
        .put("k".repeat(60_000), "x");

    // when
    Answer answer = client.store(Tokens.writer("t-long"), "", store.toString());

    // then
    assertThat(answer.status()).as(answer.problem()).isEqualTo(202);
    assertThat(answer.body().path("issues").size()).isEqualTo(100);
    assertThat(log("t-long")).hasSize(2);
  }
}
