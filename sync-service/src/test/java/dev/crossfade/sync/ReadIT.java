package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The read API over HTTP. Each test has a tenant of its own. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadIT {
  private final HttpClient client = HttpClient.newHttpClient();
  private School school;
  private SyncService sync;
  private HttpServer server;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    sync = school.startSync("one");
    server =
        HttpServer.builder()
            .authenticator(new DevelopmentAuthenticator(InstantSource.system()))
            .routes(sync.routes())
            .build();
    server.start();
  }

  @AfterAll
  void stop() {
    client.close();
    server.stop();
    sync.close();
    school.close();
  }

  private HttpResponse<String> get(String tenant, String path, String... headers)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/" + school.name + "/" + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("X-Crossfade-Tenant", tenant);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @DisplayName("I11 read your writes: each document comes back as it was sent, to the last value")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain       | {"id":"%s","name":"one","capacity":30,"equipment":["a","b"]}
          ünï/çødé 😀 | {"id":"%s","name":"名前","building":null}
          F4C6E2A0-0000-4000-8000-00000000ABCD | {"id":"%s","name":"upper","floor":-2}
          times       | {"id":"%s","name":"t","createdAt":"2024-02-29T23:59:59+05:45"}
          """)
  void comesBack(String id, String template) throws Exception {
    // given
    String document = template.formatted(id);
    String canonical = school.blueprint.domain("classrooms").orElseThrow().canonicalId(id);
    Position position =
        school.source("back-" + id.hashCode(), "b").put("classrooms", canonical, document);
    // when
    var response =
        get(
            "back-" + id.hashCode(),
            "records/classrooms/" + encoded(id),
            "Crossfade-Wait-For",
            position.toString());
    // then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(CanonicalJson.equal(json(response.body()), json(document))).isTrue();
    assertThat(header(response, "ETag")).isEqualTo('"' + position.toString() + '"');
    assertThat(header(response, "Crossfade-Position")).isEqualTo(position.toString());
    assertThat(header(response, "Crossfade-Record-State")).isEmpty();
  }

  @Test
  @DisplayName("a version that the reader has is not sent again")
  void notModified() throws Exception {
    // given
    String at =
        school
            .source("etag", "b")
            .put("classrooms", "a", "{\"id\":\"a\",\"name\":\"n\"}")
            .toString();
    // when
    var response =
        get(
            "etag",
            "records/classrooms/a",
            "Crossfade-Wait-For",
            at,
            "If-None-Match",
            '"' + at + '"');
    // then
    assertThat(response.statusCode()).isEqualTo(304);
    assertThat(response.body()).isEmpty();
  }

  @Test
  @DisplayName("I11: what is deleted, parked or held says so, with the version that shows")
  void saysWhy() throws Exception {
    // given
    var b = school.source("why", "b");
    b.put("classrooms", "gone", "{\"id\":\"gone\",\"name\":\"n\"}");
    Position deleted = b.delete("classrooms", "gone");
    b.put("classes", "new", "{\"id\":\"new\",\"name\":\"n\",\"classroomId\":\"nowhere\"}");
    Position first = b.put("classes", "old", "{\"id\":\"old\",\"name\":\"one\"}");
    settle("why", first);
    Position last =
        b.put("classes", "old", "{\"id\":\"old\",\"name\":\"two\",\"classroomId\":\"nowhere\"}");
    settle("why", last);
    // when
    var gone = get("why", "records/classrooms/gone");
    var parkedNew = get("why", "records/classes/new");
    var parkedOld = get("why", "records/classes/old");
    // then
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(header(gone, "Crossfade-Position")).isEqualTo(deleted.toString());
    assertThat(parkedNew.statusCode()).isEqualTo(404);
    assertThat(header(parkedNew, "Crossfade-Record-State")).isEqualTo("parked");
    assertThat(parkedOld.statusCode()).isEqualTo(200);
    assertThat(header(parkedOld, "Crossfade-Record-State")).isEqualTo("parked");
    assertThat(header(parkedOld, "Crossfade-Position")).isEqualTo(first.toString());
    assertThat(json(parkedOld.body()).get("name").stringValue()).isEqualTo("one");
  }

  private void settle(String tenant, Position position) throws Exception {
    get(tenant, "records/classrooms?limit=1", "Crossfade-Wait-For", position.toString());
  }

  @Test
  @DisplayName("pages follow each other by id without gap or repetition, filtered or not")
  void pages() throws Exception {
    // given
    var b = school.source("pages", "b");
    for (int i = 0; i < 25; i++) {
      String id = "r" + (100 + i);
      String status = i % 5 == 0 ? "closed" : "available";
      b.put(
          "classrooms",
          id,
          "{\"id\":\""
              + id
              + "\",\"name\":\"n\",\"status\":\""
              + status
              + "\",\"floor\":"
              + i
              + "}");
    }
    b.put("classes", "c1", "{\"id\":\"c1\",\"name\":\"x\",\"classroomId\":\"r103\"}");
    Position last =
        b.put("classes", "c2", "{\"id\":\"c2\",\"name\":\"y\",\"classroomId\":\"r104\"}");
    settle("pages", last);
    // when
    List<String> ids = new ArrayList<>();
    String after = "";
    do {
      JsonNode page = json(get("pages", "records/classrooms?limit=10" + after).body());
      page.get("records").forEach(r -> ids.add(r.get("id").stringValue()));
      after = page.get("next").isNull() ? "" : "&after=" + page.get("next").stringValue();
    } while (!after.isEmpty());
    JsonNode closed = json(get("pages", "records/classrooms?where.status=closed").body());
    JsonNode floor = json(get("pages", "records/classrooms?where.floor=7").body());
    JsonNode inRoom = json(get("pages", "records/classes?where.classroomId=r104").body());
    // then
    assertThat(ids).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(closed.get("records")).hasSize(5);
    assertThat(floor.get("records").get(0).get("id").stringValue()).isEqualTo("r107");
    assertThat(inRoom.get("records")).hasSize(1);
    assertThat(inRoom.get("records").get(0).get("data").get("classroomId").stringValue())
        .isEqualTo("r104");
    assertThat(inRoom.get("position").stringValue()).isEqualTo(last.toString());
  }

  @Test
  @DisplayName("I13 isolation: another tenant's records are not there, by id, page or filter")
  void isolated() throws Exception {
    // given
    Position mine =
        school.source("mine", "b").put("classrooms", "a", "{\"id\":\"a\",\"name\":\"secret\"}");
    settle("mine", mine);
    // when
    var one = get("theirs", "records/classrooms/a");
    var page = get("theirs", "records/classrooms");
    var filtered = get("theirs", "records/classrooms?where.name=secret");
    // then
    assertThat(one.statusCode()).isEqualTo(404);
    assertThat(json(page.body()).get("records")).isEmpty();
    assertThat(json(filtered.body()).get("records")).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("what cannot be understood gets its problem")
  @CsvSource({
    "records/nothing, -, 404, unknown-domain",
    "records/classrooms?limit=0, -, 400, bad-query",
    "records/classrooms?limit=many, -, 400, bad-query",
    "records/classrooms?order=name, -, 400, bad-query",
    "records/classrooms?where.nothing=1, -, 400, bad-query",
    "records/classrooms?where.floor=high, -, 400, bad-query",
    "records/classrooms?where.name=%00, -, 400, bad-query",
    "records/classrooms?after=%00, -, 400, bad-query",
    "records/classrooms/%00, -, 404, record-not-found",
    "records/classrooms/none, -, 404, record-not-found",
    "records/classrooms/none, here, 400, bad-position",
    "records/classrooms/none, 99:1, 400, bad-position",
  })
  void refused(String path, String waitFor, int status, String type) throws Exception {
    // given // when
    var response =
        waitFor.equals("-")
            ? get("refused", path)
            : get("refused", path, "Crossfade-Wait-For", waitFor);
    // then
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response.body()).get("type").stringValue()).endsWith("/" + type);
  }

  @Test
  @DisplayName("I11: a position that is not there yet is answered so, within bounds, to come again")
  void notYet() throws Exception {
    // given
    int partition = Partitioner.partition("later", School.PARTITIONS);
    // when
    var response =
        get("later", "records/classrooms/a", "Crossfade-Wait-For", partition + ":999999");
    // then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "Retry-After")).isEqualTo("1");
    assertThat(json(response.body()).get("type").stringValue()).endsWith("/not-yet-applied");
  }

  @Test
  @DisplayName("progress shows end, applied and lag")
  void progress() throws Exception {
    // given
    Position p =
        school.source("progress", "b").put("classrooms", "a", "{\"id\":\"a\",\"name\":\"n\"}");
    settle("progress", p);
    // when
    JsonNode body = json(get("progress", "progress").body());
    // then
    assertThat(body.get("partitions")).hasSize(School.PARTITIONS);
    assertThat(body.get("partitions").get(p.partition()).get("applied").longValue())
        .isGreaterThan(p.offset());
  }
}
