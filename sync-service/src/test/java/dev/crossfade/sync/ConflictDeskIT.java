package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.log.Position;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Conflicts through the interface: both sides listed, resolved, turned round. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictDeskIT {
  private School school;
  private Front front;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    front = new Front(school, "one");
  }

  @AfterAll
  void stop() {
    front.close();
    school.close();
  }

  private static String payment(String id, int amount) {
    return """
    {"id":"%s","studentId":"s","amount":%d,"method":"cash","paidAt":"2026-01-01T00:00:00.000Z"}
    """
        .formatted(id, amount)
        .strip();
  }

  private static String take(String take) {
    return "{\"take\": \"%s\", \"reason\": \"looked at it\"}".formatted(take);
  }

  private void settle(Position position) {
    await().atMost(Duration.ofSeconds(30)).until(() -> school.applied(position));
  }

  /** Two sources that have not seen each other; the position of the one that waits. */
  private Position waiting(String tenant, String id) {
    var a = school.source(tenant, "a-" + id);
    a.put("students", "s", "{\"id\":\"s\",\"name\":\"Ada\",\"email\":\"a@example.org\"}");
    a.put("payments", id, payment(id, 1));
    Position position = school.source(tenant, "b-" + id).put("payments", id, payment(id, 2));
    settle(position);
    return position;
  }

  private int amount(String tenant, String id) {
    return front
        .as(tenant, Role.READER)
        .get("/records/payments/" + id)
        .body()
        .get("amount")
        .asInt();
  }

  @Test
  @DisplayName(
      "both sides are listed; resolved it is the side that was taken, asked again the same")
  void incoming() {
    // given
    Position id = waiting("incoming", "p");
    var listed = front.as("incoming", Role.READER).get("/conflicts?state=waiting");
    // when
    var first = front.operator().post("/conflicts/" + id + "/resolve", take("incoming"));
    var again = front.operator().post("/conflicts/" + id + "/resolve", take("incoming"));
    var otherwise = front.operator().post("/conflicts/" + id + "/resolve", take("existing"));
    // then
    var one = listed.body().at("/conflicts/0");
    assertThat(one.get("id").stringValue()).isEqualTo(id.toString());
    assertThat(one.get("state").stringValue()).isEqualTo("waiting");
    assertThat(one.get("policy").stringValue()).isEqualTo("INTERACTIVE");
    assertThat(one.get("fields").toString()).isEqualTo("[\"amount\"]");
    assertThat(one.at("/existing/data/amount").intValue()).isEqualTo(1);
    assertThat(one.at("/existing/source").stringValue()).isEqualTo("a-p");
    assertThat(one.at("/incoming/data/amount").intValue()).isEqualTo(2);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text("/state")).isEqualTo("resolved");
    assertThat(first.body().at("/record/data/amount").intValue()).isEqualTo(2);
    assertThat(amount("incoming", "p")).isEqualTo(2);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("/position")).isEqualTo(first.text("/position"));
    assertThat(otherwise.status()).isEqualTo(409);
    assertThat(otherwise.text("/type")).endsWith("/already-resolved");
    assertThat(otherwise.body().at("/record/data/amount").intValue()).isEqualTo(2);
    assertThat(front.as("incoming", Role.READER).get("/conflicts").body().at("/conflicts"))
        .isEmpty();
  }

  @Test
  @DisplayName("existing leaves the record and ends the conflict, asked again the same")
  void existing() {
    // given
    Position id = waiting("existing", "p");
    // when
    var first = front.operator().post("/conflicts/" + id + "/resolve", take("existing"));
    var again = front.operator().post("/conflicts/" + id + "/resolve", take("existing"));
    // then
    assertThat(first.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("/position")).isEqualTo(first.text("/position"));
    assertThat(amount("existing", "p")).isEqualTo(1);
    assertThat(
            front
                .as("existing", Role.READER)
                .get("/conflicts?state=waiting")
                .body()
                .at("/conflicts"))
        .isEmpty();
  }

  @Test
  @DisplayName("merged takes other data, held to what ingest holds it to")
  void merged() {
    // given
    Position id = waiting("merged", "p");
    String path = "/conflicts/" + id + "/resolve";
    String order = "{\"take\":\"merged\",\"reason\":\"r\",\"data\":%s}";
    // when
    var bad = front.operator().post(path, order.formatted("{\"id\":\"p\"}"));
    var none = front.operator().post(path, take("merged"));
    var first = front.operator().post(path, order.formatted(payment("p", 3)));
    var again = front.operator().post(path, order.formatted(payment("p", 3)));
    var other = front.operator().post(path, order.formatted(payment("p", 4)));
    // then
    assertThat(bad.status()).isEqualTo(422);
    assertThat(none.status()).isEqualTo(400);
    assertThat(first.status()).isEqualTo(200);
    assertThat(again.text("/position")).isEqualTo(first.text("/position"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(amount("merged", "p")).isEqualTo(3);
  }

  @Test
  @DisplayName("where the record has gone on nothing is decided, and what waits goes on waiting")
  void moved() {
    // given
    Position id = waiting("moved", "p");
    String seen =
        front.as("moved", Role.READER).get("/conflicts").text("/conflicts/0/existing/position");
    var a = school.source("moved", "a-p");
    Position base = java.util.Objects.requireNonNull(Position.parse(seen));
    Position later =
        school.append(
            a.at(
                99,
                dev.crossfade.core.event.ChangeEvent.Kind.UPDATED,
                "payments",
                "p",
                payment("p", 7)));
    settle(later);
    // when
    var answer =
        front
            .operator()
            .post(
                "/conflicts/" + id + "/resolve",
                "{\"take\":\"incoming\",\"reason\":\"r\",\"base\":\"" + base + "\"}");
    // then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/type")).endsWith("/record-moved");
    assertThat(answer.text("/conflict/id")).isEqualTo(id.toString());
    assertThat(answer.text("/conflict/existing/position")).isEqualTo(later.toString());
    assertThat(amount("moved", "p")).isEqualTo(7);
    assertThat(
            front.as("moved", Role.READER).get("/conflicts?state=waiting").text("/conflicts/0/id"))
        .isEqualTo(id.toString());
  }

  @Test
  @DisplayName("of two operators who decide differently at once, one decides")
  void race() throws Exception {
    // given
    List<Position> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ids.add(waiting("race", "p" + i));
    }
    for (Position id : ids) {
      List<Callable<Front.Answer>> both =
          List.of(
              () -> front.operator().post("/conflicts/" + id + "/resolve", take("incoming")),
              () -> front.operator().post("/conflicts/" + id + "/resolve", take("existing")));
      // when
      List<Integer> statuses = new ArrayList<>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var answer : threads.invokeAll(both)) {
          statuses.add(answer.get().status());
        }
      }
      // then
      assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }
  }

  @Test
  @DisplayName("all that match at once; rules leave what needs a person")
  void many() {
    // given
    for (int i = 0; i < 20; i++) {
      waiting("many", "p" + i);
    }
    String order =
        "{\"filter\":{\"tenant\":\"many\",\"field\":\"amount\"},\"take\":\"%s\",\"reason\":\"r\"}";
    // when
    var rules = front.operator().post("/conflicts/resolve", order.formatted("rules"));
    var other =
        front
            .operator()
            .post(
                "/conflicts/resolve",
                "{\"filter\":{\"tenant\":\"many\",\"field\":\"method\"},\"take\":\"incoming\",\"reason\":\"r\"}");
    var incoming = front.operator().post("/conflicts/resolve", order.formatted("incoming"));
    // then
    assertThat(rules.body().toString())
        .isEqualTo("{\"matched\":20,\"resolved\":0,\"moved\":0,\"left\":20,\"more\":false}");
    assertThat(other.body().get("matched").intValue()).isZero();
    assertThat(incoming.body().toString())
        .isEqualTo("{\"matched\":20,\"resolved\":20,\"moved\":0,\"left\":0,\"more\":false}");
    assertThat(amount("many", "p13")).isEqualTo(2);
  }

  @Test
  @DisplayName("what the policy has decided is listed as kept, and can be turned round")
  void turnedRound() {
    // given
    String room = "{\"id\":\"r\",\"name\":\"%s\"}";
    Position first = school.source("kept", "a").put("classrooms", "r", room.formatted("first"));
    settle(first);
    settle(school.source("kept", "b").put("classrooms", "r", room.formatted("second")));
    var listed = front.as("kept", Role.READER).get("/conflicts?state=kept");
    // when
    var answer = front.operator().post("/conflicts/" + first + "/resolve", take("incoming"));
    // then
    assertThat(listed.text("/conflicts/0/id")).isEqualTo(first.toString());
    assertThat(listed.text("/conflicts/0/incoming/data/name")).isEqualTo("first");
    assertThat(listed.text("/conflicts/0/existing/data/name")).isEqualTo("second");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(front.as("kept", Role.READER).get("/records/classrooms/r").text("/name"))
        .isEqualTo("first");
  }

  @Test
  @DisplayName("I13: nobody lists or resolves another tenant's conflicts")
  void isolated() {
    // given
    Position id = waiting("secret", "p");
    // when
    var list = front.as("nosy", Role.READER).get("/conflicts");
    var named = front.as("nosy", Role.OPERATOR).get("/conflicts?tenant=secret");
    var foreign =
        front.as("nosy", Role.OPERATOR).post("/conflicts/" + id + "/resolve", take("incoming"));
    var reader =
        front.as("secret", Role.READER).post("/conflicts/" + id + "/resolve", take("incoming"));
    var many =
        front
            .as("nosy", Role.OPERATOR)
            .post("/conflicts/resolve", "{\"take\":\"incoming\",\"reason\":\"mine\"}");
    // then
    assertThat(list.body().at("/conflicts")).isEmpty();
    assertThat(named.status()).isEqualTo(403);
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(reader.status()).isEqualTo(403);
    assertThat(many.body().get("matched").intValue()).isZero();
    assertThat(amount("secret", "p")).isEqualTo(1);
  }
}
