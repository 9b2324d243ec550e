package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Two devices edit one record while neither hears of the other, from the log to the read API. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoDevicesIT {
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

  private HttpResponse<String> get(String tenant, String path, Position behind) throws Exception {
    await().atMost(Duration.ofMinutes(2)).until(() -> school.applied(behind));
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/" + school.name + "/" + path);
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(uri)
                .header("X-Crossfade-Tenant", tenant)
                .header("Crossfade-Wait-For", behind.toString())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }

  private Position edit(RecordChange next, Position base, String... changed) {
    return school.append(
        new RecordChange(
            next.envelope(),
            next.record(),
            next.kind(),
            new Basis(base, List.of(changed)),
            next.schema(),
            next.data()));
  }

  private static String student(String name, String phone) {
    return "{\"id\":\"7\",\"email\":\"a@example.org\",\"name\":\"%s\",\"phone\":\"%s\"}"
        .formatted(name, phone);
  }

  private static String state(HttpResponse<String> response) {
    return response.headers().firstValue("Crossfade-Record-State").orElse("");
  }

  @Test
  @DisplayName("AUTO_MERGE: both edits are in the record, whoever came first")
  void bothKept() throws Exception {
    // given
    School.Source phone = school.source("merge", "phone");
    School.Source laptop = school.source("merge", "laptop");
    Position seen = phone.put("students", "7", student("Ada", "1"));
    // when
    edit(phone.next("students", "7", student("Ida", "1")), seen, "name");
    Position last = edit(laptop.next("students", "7", student("Ada", "2")), seen, "phone");
    // then
    HttpResponse<String> response = get("merge", "records/students/7", last);
    JsonNode record = Json.MAPPER.readTree(response.body());
    assertThat(record.get("name").stringValue()).isEqualTo("Ida");
    assertThat(record.get("phone").stringValue()).isEqualTo("2");
    assertThat(state(response)).isEmpty();
    assertThat(school.value("select count(*) from crossfade.conflict where tenant = 'merge'"))
        .isEqualTo("0");
  }

  @Test
  @DisplayName("AUTO_MERGE: of a field that both changed, the other side is kept beside")
  void clash() throws Exception {
    // given
    School.Source phone = school.source("clash", "phone");
    School.Source laptop = school.source("clash", "laptop");
    Position seen = phone.put("students", "7", student("Ada", "1"));
    // when
    Position first = edit(phone.next("students", "7", student("Ida", "1")), seen, "name");
    Position last = edit(laptop.next("students", "7", student("Eda", "1")), seen, "name");
    // then
    HttpResponse<String> response = get("clash", "records/students/7", last);
    assertThat(Json.MAPPER.readTree(response.body()).get("name").stringValue()).isEqualTo("Eda");
    assertThat(
            school.value(
                "select concat_ws(' ', source, state, \"offset\", fields, document ->> 'name',"
                    + " existing_offset) from crossfade.conflict where tenant = 'clash'"))
        .isEqualTo("phone KEPT " + first.offset() + " {name} Ida " + last.offset());
    // when: its source goes on
    Position next = edit(phone.next("students", "7", student("Uda", "1")), last, "name");
    // then
    get("clash", "records/students/7", next);
    assertThat(school.value("select count(*) from crossfade.conflict where tenant = 'clash'"))
        .isEqualTo("0");
  }

  @Test
  @DisplayName(
      "INTERACTIVE: the record shows the existing side and says so, until a person decides")
  void waits() throws Exception {
    // given
    String payment =
        "{\"id\":\"p\",\"studentId\":\"7\",\"amount\":%d,\"method\":\"cash\","
            + "\"paidAt\":\"2026-11-20T12:00:00Z\"}";
    School.Source phone = school.source("ask", "phone");
    phone.put("students", "7", student("Ada", "1"));
    School.Source laptop = school.source("ask", "laptop");
    Position seen = phone.put("payments", "p", payment.formatted(1));
    Position existing = edit(phone.next("payments", "p", payment.formatted(2)), seen, "amount");
    // when
    RecordChange other = laptop.next("payments", "p", payment.formatted(3));
    Position waiting = edit(other, seen, "amount");
    // then
    HttpResponse<String> response = get("ask", "records/payments/p", waiting);
    assertThat(Json.MAPPER.readTree(response.body()).get("amount").intValue()).isEqualTo(2);
    assertThat(state(response)).isEqualTo("conflict");
    assertThat(
            school.value(
                "select concat_ws(' ', source, state, \"offset\", fields, base, changed,"
                    + " existing_offset) from crossfade.conflict where tenant = 'ask'"))
        .isEqualTo(
            "laptop WAITING %d {amount} %d {amount} %d"
                .formatted(waiting.offset(), seen.offset(), existing.offset()));
    // when: a person takes the side that waits
    Position resolved =
        school.append(
            new RecordResolved(
                new Envelope("d", new SourceKey("ask", ChangeEvent.OPERATOR), 0, null, null),
                other.record(),
                existing,
                waiting,
                Take.INCOMING,
                false,
                "ada",
                "it is the later one",
                other.schema(),
                Document.parse(payment.formatted(3).getBytes(StandardCharsets.UTF_8))));
    // then
    HttpResponse<String> after = get("ask", "records/payments/p", resolved);
    assertThat(Json.MAPPER.readTree(after.body()).get("amount").intValue()).isEqualTo(3);
    assertThat(state(after)).isEmpty();
    assertThat(school.value("select count(*) from crossfade.conflict where tenant = 'ask'"))
        .isEqualTo("0");
  }
}
