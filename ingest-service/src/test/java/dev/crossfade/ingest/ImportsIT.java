package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
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

/** An old backend's records, one a line. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsIT {
  private final School school;
  private final IngestServer server;
  private final Client client;
  private final String importer = Tokens.of(null, "importer");

  ImportsIT(TestKafka kafka) {
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

  private List<ChangeEvent> log(String source) {
    return school.events().stream()
        .filter(event -> event.envelope().source().source().equals(source))
        .toList();
  }

  private static List<String> kinds(List<ChangeEvent> events, String tenant) {
    return events.stream()
        .filter(event -> event.envelope().source().tenant().equals(tenant))
        .map(
            event ->
                switch (event) {
                  case SnapshotStarted started -> "start";
                  case RecordRead row -> row.record().id();
                  case SnapshotEnded ended -> "end";
                  case ChangeEvent.RecordChange change -> "live";
                  case ChangeEvent.RecordResolved resolved -> "resolved";
                  case ChangeEvent.SourceSkipped skipped -> "skipped";
                })
        .toList();
  }

  @Test
  @DisplayName("an importer's lines go to their tenants, each between its own markers")
  void tenants() {
    // given
    String unreadable = "{\"tenant\": \"school-1\", \"domain\": ";

    // when
    Answer answer =
        client.lines(
            importer,
            "?source=erp&sequence=7&takenAt=2026-11-20T12:00:00Z",
            Stores.line("school-1", "a"),
            Stores.line("school-2", "b"),
            "",
            unreadable,
            Stores.line("school-1", "c"),
            Stores.line("school-1", "a"),
            Stores.line("school-1", "d").replace("students", "pupils"),
            Stores.line("", "e"));

    // then
    JsonNode body = answer.body();
    assertThat(answer.status()).as(body.toString()).isEqualTo(202);
    assertThat(body.path("tenants").asInt()).isEqualTo(2);
    assertThat(body.path("domains").path("students").toString())
        .isEqualTo("{\"records\":4,\"mapped\":3,\"rejected\":1,\"reasons\":{\"duplicate-id\":1}}");
    assertThat(body.path("unreadable").toString())
        .isEqualTo("{\"malformed-json\":1,\"tenant-missing\":1,\"unknown-domain\":1}");
    assertThat(body.path("issues").findValuesAsString("line")).containsExactly("4", "6", "7", "8");
    List<ChangeEvent> log = log("erp");
    assertThat(kinds(log, "school-1")).containsExactly("start", "a", "c", "end");
    assertThat(kinds(log, "school-2")).containsExactly("start", "b", "end");
    assertThat(log.getFirst().envelope().id())
        .isEqualTo(body.path("snapshot").asString() + ":start");
  }

  @Test
  @DisplayName("an import in several requests: opened, sent in parts, ended by tenant")
  void parts() {
    // given
    Answer live = client.structured(Tokens.writer("school-1"), Events.student("live").toString());
    Answer opened = client.snapshot(importer, "?source=parts&open=true", BodyPublishers.noBody());
    String query =
        "?source=parts&snapshot="
            + opened.body().path("snapshot").asString()
            + "&asOf="
            + opened.body().path("asOf").asString();
    String end = "{\"tenant\": \"school-1\", \"end\": {\"students\": 2}}";

    // when
    Answer first =
        client.lines(importer, query + "&part=0&more=true", Stores.line("school-1", "a"));
    Answer twice =
        client.lines(importer, query + "&part=0&more=true", Stores.line("school-1", "a"));
    Answer last =
        client.lines(
            importer,
            query + "&part=1&more=true",
            Stores.line("school-1", "b"),
            end,
            Stores.line("school-1", "late"));

    // then
    assertThat(opened.status()).isEqualTo(201);
    assertThat(List.of(first.status(), twice.status(), last.status())).containsOnly(202);
    assertThat(last.body().path("unreadable").toString()).isEqualTo("{\"malformed-line\":1}");
    List<ChangeEvent> log = log("parts");
    assertThat(kinds(log, "school-1"))
        .containsExactly("start", "a", "start", "a", "start", "b", "end");
    assertThat(log.get(1).envelope().id()).isEqualTo(log.get(3).envelope().id());
    assertThat(log.get(5).envelope().id()).endsWith(":1:1");
    SnapshotEnded ended = (SnapshotEnded) log.getLast();
    assertThat(ended.audit().tree().path("totalRecords").asInt()).isEqualTo(2);
    assertThat(ended.audit().tree().path("references").asString()).isEqualTo("not-checked");
    // All that the log had when it was opened, and no more.
    Watermark.AsOf asOf = (Watermark.AsOf) ((RecordRead) log.get(1)).snapshot().watermark();
    Position before = Objects.requireNonNull(Position.parse(live.position()));
    assertThat(asOf.position().partition()).isEqualTo(before.partition());
    assertThat(asOf.position().offset()).isGreaterThanOrEqualTo(before.offset());
  }

  @Test
  @DisplayName("a tenant whose partition was empty at the opening: nothing is known")
  void emptyPartition() {
    // given
    Answer opened = client.snapshot(importer, "?source=early&open=true", BodyPublishers.noBody());
    String tenant = tenantOfAnEmptyPartition();
    String query = "?source=early&snapshot=mine&asOf=" + opened.body().path("asOf").asString();

    // when
    Answer answer = client.lines(importer, query, Stores.line(tenant, "a"));

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(((SnapshotStarted) log("early").getFirst()).snapshot().watermark())
        .isIn(Watermark.UNKNOWN, asOf(tenant));
  }

  /** Other tests may have written there meanwhile. */
  private Watermark asOf(String tenant) {
    return log("early").getFirst() instanceof SnapshotStarted started
            && started.snapshot().watermark() instanceof Watermark.AsOf asOf
            && asOf.position().partition() == Partitioner.partition(tenant, School.PARTITIONS)
        ? asOf
        : Watermark.UNKNOWN;
  }

  private String tenantOfAnEmptyPartition() {
    List<Integer> used = school.log().stream().map(r -> r.position().partition()).toList();
    for (int i = 0; ; i++) {
      String tenant = "quiet-" + i;
      if (!used.contains(Partitioner.partition(tenant, School.PARTITIONS)) || i == 100) {
        return tenant;
      }
    }
  }

  @Test
  @DisplayName("I13: a writer's lines are its own tenant's, whatever they name")
  void writer() {
    // when
    Answer answer =
        client.lines(
            Tokens.writer("school-7"),
            "?source=own",
            Stores.line("", "a"),
            Stores.line("school-8", "b"),
            Stores.line("school-7", "c"));

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("unreadable").toString()).isEqualTo("{\"tenant-mismatch\":1}");
    assertThat(answer.body().path("audit").path("totalRecords").asInt()).isEqualTo(2);
    assertThat(kinds(log("own"), "school-7")).containsExactly("start", "a", "c", "end");
    assertThat(log("own")).hasSize(4);
  }

  @Test
  @DisplayName("a writer's import without a line is an empty snapshot")
  void emptyImport() {
    // when
    Answer answer = client.lines(Tokens.writer("school-9"), "?source=none");

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(kinds(log("none"), "school-9")).containsExactly("start", "end");
  }

  @Test
  @DisplayName("I2: a dry run keeps nothing")
  void dryRun() {
    // when
    Answer answer =
        client.lines(importer, "?source=dry&dryRun=true", Stores.lines("school-1", 700));

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("domains").path("students").path("mapped").asInt())
        .isEqualTo(700);
    assertThat(log("dry")).isEmpty();
  }

  @Test
  @DisplayName("gzip that breaks off: a problem, and no end marker")
  void truncated() {
    // given
    byte[] lines = String.join("\n", Stores.lines("school-1", 2_000)).getBytes(UTF_8);
    byte[] gzip = Client.gzip(lines);

    // when
    Answer whole = gzipped("whole", gzip);
    Answer broken = gzipped("broken", Arrays.copyOf(gzip, gzip.length - 20));

    // then
    assertThat(whole.status()).isEqualTo(202);
    assertThat(kinds(log("whole"), "school-1")).hasSize(2_002).endsWith("end");
    assertThat(broken.problem()).isEqualTo("malformed-gzip");
    assertThat(broken.status()).isEqualTo(400);
    assertThat(kinds(log("broken"), "school-1")).doesNotContain("end");
  }

  private Answer gzipped(String source, byte[] body) {
    return client.snapshot(
        importer,
        "?source=" + source,
        BodyPublishers.ofByteArray(body),
        "Content-Type",
        Client.LINES,
        "Content-Encoding",
        "gzip");
  }

  @Test
  @DisplayName("a caller that goes away leaves rows but no end marker, and its room is given back")
  void goesAway() throws IOException {
    // given
    byte[] lines = (String.join("\n", Stores.lines("school-1", 600)) + "\n").getBytes(UTF_8);

    // when
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v1/"
              + school.name()
              + "/snapshots?source=gone HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + importer
              + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000000\r\n\r\n";
      out.write(head.getBytes(UTF_8));
      out.write(lines);
      out.flush();
      Awaitility.await().until(() -> log("gone").size() >= 500);
    }

    // then
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> client.metric("crossfade_ingest_snapshots") == 0);
    assertThat(kinds(log("gone"), "school-1")).startsWith("start").doesNotContain("end");
  }

  @Test
  @DisplayName("50,000 lines are taken in one request")
  void many() {
    // given
    int count = 50_000;

    // when
    Answer answer =
        client.snapshot(
            Tokens.writer("school-5"),
            "?source=many",
            BodyPublishers.ofInputStream(() -> new Lines(count, 10)),
            "Content-Type",
            Client.LINES);

    // then
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    assertThat(answer.body().path("domains").path("students").path("mapped").asInt())
        .isEqualTo(count);
    assertThat(log("many")).hasSize(count + 2);
  }
}
