package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parked writes through the interface: listed, tried again, corrected, discarded. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParkedDeskIT {
  private static final String DISCARD = "{\"reason\": \"of no use\"}";

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

  private static String room(String id) {
    return "{\"id\":\"%s\",\"name\":\"n\"}".formatted(id);
  }

  private static String lesson(String id, String name, String room) {
    return "{\"id\":\"%s\",\"name\":\"%s\",\"classroomId\":\"%s\"}".formatted(id, name, room);
  }

  private void settle(Position position) {
    await().atMost(Duration.ofSeconds(30)).until(() -> school.applied(position));
  }

  /** A record that is written, and then changed in a way that parks it. */
  private Position parked(String tenant, String id) {
    var b = school.source(tenant, "b");
    b.put("classrooms", "r", room("r"));
    // Of a batch only the last state of a record is written.
    settle(b.put("classes", id, lesson(id, "before", "r")));
    Position position = b.put("classes", id, lesson(id, "after", "none"));
    settle(position);
    return position;
  }

  private String lessonName(String tenant, String id) {
    return front.as(tenant, Role.READER).get("/records/classes/" + id).text("/name");
  }

  @Test
  @DisplayName("a write that is parked is listed with what it waits for, corrected, and written")
  void corrected() {
    // given
    Position position = parked("corrected", "c");
    var listed = front.as("corrected", Role.READER).get("/parked").body().at("/parked/0");
    // when
    var refused =
        front
            .operator()
            .post(
                "/parked/" + position + "/retry",
                "{\"data\": {\"id\":\"c\",\"name\":7}, \"reason\": \"wrong room\"}");
    var another =
        front
            .operator()
            .post(
                "/parked/" + position + "/retry",
                "{\"data\": %s, \"reason\": \"wrong room\"}"
                    .formatted(lesson("other", "right", "r")));
    var answer =
        front
            .operator()
            .post(
                "/parked/" + position + "/retry",
                "{\"data\": %s, \"reason\": \"wrong room\"}".formatted(lesson("c", "right", "r")));
    // then
    assertThat(listed.get("id").stringValue()).isEqualTo(position.toString());
    assertThat(listed.get("tenant").stringValue()).isEqualTo("corrected");
    assertThat(listed.get("reason").stringValue()).isEqualTo("missing-reference");
    assertThat(listed.get("waitsFor").toString())
        .isEqualTo("{\"domain\":\"classrooms\",\"recordId\":\"none\"}");
    assertThat(listed.at("/data/name").stringValue()).isEqualTo("after");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/type")).endsWith("/schema-violation");
    assertThat(refused.text("/errors/0/pointer")).isEqualTo("#/data/name");
    assertThat(another.text("/type")).endsWith("/id-mismatch");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/state")).isEqualTo("written");
    assertThat(lessonName("corrected", "c")).isEqualTo("right");
    assertThat(front.as("corrected", Role.READER).get("/parked").body().at("/parked")).isEmpty();
  }

  @Test
  @DisplayName("a correction that does not fit either waits in its place, and says why")
  void correctedInVain() {
    // given
    Position position = parked("in-vain", "c");
    // when
    var answer =
        front
            .operator()
            .post(
                "/parked/" + position + "/retry",
                "{\"data\": %s, \"reason\": \"try\"}".formatted(lesson("c", "right", "nowhere")));
    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/state")).isEqualTo("parked");
    assertThat(answer.text("/reason")).isEqualTo("missing-reference");
    var listed = front.as("in-vain", Role.READER).get("/parked");
    assertThat(listed.text("/parked/0/id")).isEqualTo(answer.text("/position"));
    assertThat(listed.text("/parked/0/waitsFor/recordId")).isEqualTo("nowhere");
    assertThat(listed.text("/parked/0/source")).isEqualTo("b");
  }

  @Test
  @DisplayName("a discarded write leaves the record as it was written last, or deleted")
  void discarded() {
    // given
    Position changed = parked("discarded", "c");
    Position made =
        school.source("discarded", "other").put("classes", "new", lesson("new", "n", "none"));
    settle(made);
    // when
    var back = front.operator().post("/parked/" + changed + "/discard", DISCARD);
    var gone = front.operator().post("/parked/" + made + "/discard", DISCARD);
    var again = front.operator().post("/parked/" + made + "/discard", DISCARD);
    // then
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.text("/state")).isEqualTo("written");
    assertThat(lessonName("discarded", "c")).isEqualTo("before");
    assertThat(gone.text("/state")).isEqualTo("written");
    var reader = front.as("discarded", Role.READER);
    assertThat(reader.get("/records/classes/new").status()).isEqualTo(404);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.text("/type")).endsWith("/parked-not-found");
    assertThat(reader.get("/parked").body().at("/parked")).isEmpty();
  }

  @Test
  @DisplayName("where a later event has taken its place nothing is done, and the present one shown")
  void moved() {
    // given
    Position first = parked("moved", "c");
    Position second =
        school.source("moved", "other").put("classes", "c", lesson("c", "later", "gone"));
    settle(second);
    // when
    var answer = front.operator().post("/parked/" + first + "/discard", DISCARD);
    var retried = front.operator().post("/parked/" + first + "/retry", "");
    // then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/type")).endsWith("/record-moved");
    assertThat(answer.text("/parked/id")).isEqualTo(second.toString());
    assertThat(retried.status()).isEqualTo(409);
  }

  @Test
  @DisplayName("tried now it is written when its reason is gone, and waits on when it is not")
  void retriedNow() throws Exception {
    // given
    Position position = parked("now", "c");
    var still = front.operator().post("/parked/" + position + "/retry", "{}");
    String tenantColumn =
        school.value(
            "select tenant from crossfade.parked_write where tenant = 'now' and tries = 1");
    // when: a row of someone else's stands there now
    school.sql(
        "insert into school.classrooms select (p).* from (select jsonb_populate_record(c,"
            + " jsonb_build_object('id', w.waits_for, 'name', 'by hand')) p from"
            + " school.classrooms c, crossfade.parked_write w where c.tenant = 'now' and w.tenant ="
            + " 'now') x");
    var answer = front.operator().post("/parked/" + position + "/retry", "{}");
    // then
    assertThat(still.text("/state")).isEqualTo("parked");
    assertThat(tenantColumn).isEqualTo("now");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/state")).isEqualTo("written");
    assertThat(lessonName("now", "c")).isEqualTo("after");
  }

  @Test
  @DisplayName("1,000 by filter: all are tried, in pages they are all listed")
  void byFilter() throws Exception {
    // given
    var b = school.source("many", "b");
    List<Message> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      String id = "r" + i;
      many.add(
          EventCodec.encode(
              b.next("classrooms", id, "{\"id\":\"" + id + "\",\"name\":\"n\",\"capacity\":-1}")));
    }
    school.appendAll(Partitioner.partition("many", School.PARTITIONS), many);
    Position last = b.put("classrooms", "sound", room("sound"));
    settle(last);
    var reader = front.as("many", Role.READER);
    List<String> listed = new ArrayList<>();
    String next = "";
    while (next != null) {
      var page = reader.get("/parked?limit=300" + (next.isEmpty() ? "" : "&after=" + next));
      page.body().at("/parked").forEach(one -> listed.add(one.get("recordId").stringValue()));
      next = page.body().get("next").isNull() ? null : page.text("/next");
    }
    String filter = "{\"filter\": {\"tenant\": \"many\", \"reason\": \"constraint\"}}";
    var before = front.operator().post("/parked/retry", filter);
    // when
    school.sql("alter table school.classrooms drop constraint " + capacityCheck());
    var answer = front.operator().post("/parked/retry", filter);
    // then
    assertThat(listed).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(before.body().toString())
        .isEqualTo("{\"matched\":1000,\"done\":0,\"moved\":0,\"left\":1000,\"more\":false}");
    assertThat(answer.body().toString())
        .isEqualTo("{\"matched\":1000,\"done\":1000,\"moved\":0,\"left\":0,\"more\":false}");
    assertThat(school.value("select count(*) from school.classrooms where tenant = 'many'"))
        .isEqualTo("1001");
    assertThat(
            school.value(
                "select count(*) from crossfade.record_state where tenant = 'many' and"
                    + " written_offset = decided_offset"))
        .isEqualTo("1001");
  }

  private String capacityCheck() {
    String name =
        school.value(
            "select conname from pg_constraint where conrelid = 'school.classrooms'::regclass and"
                + " contype = 'c' and pg_get_constraintdef(oid) like '%capacity%'");
    return '"' + java.util.Objects.requireNonNull(name) + '"';
  }

  @Test
  @DisplayName(
      "many discarded by filter, each an event; a filter that is not understood is refused")
  void discardedByFilter() {
    // given
    var b = school.source("many-gone", "b");
    Position last = b.put("classes", "c0", lesson("c0", "n", "none"));
    for (int i = 1; i < 300; i++) {
      last = b.put("classes", "c" + i, lesson("c" + i, "n", "none"));
    }
    settle(last);
    // when
    var unknown =
        front.operator().post("/parked/discard", "{\"filter\":{\"who\":\"x\"},\"reason\":\"r\"}");
    var silent = front.operator().post("/parked/discard", "{\"filter\":{\"tenant\":\"x\"}}");
    var answer =
        front
            .operator()
            .post(
                "/parked/discard",
                "{\"filter\":{\"tenant\":\"many-gone\",\"domain\":\"classes\"},\"reason\":\"r\"}");
    // then
    assertThat(List.of(unknown.status(), silent.status())).containsExactly(400, 400);
    assertThat(answer.body().toString())
        .isEqualTo("{\"matched\":300,\"done\":300,\"moved\":0,\"left\":0,\"more\":false}");
    assertThat(
            school.value(
                "select count(*) from crossfade.record_state where tenant = 'many-gone' and"
                    + " digest is null and written_offset = decided_offset"))
        .isEqualTo("300");
  }

  @Test
  @DisplayName("I13: nobody lists, tries or discards what another tenant has parked")
  void isolated() {
    // given
    Position position = parked("secret", "c");
    String path = "/parked/" + position;
    // when
    var list = front.as("nosy", Role.READER).get("/parked");
    var named = front.as("nosy", Role.READER).get("/parked?tenant=secret");
    var bound = front.as("nosy", Role.OPERATOR).get("/parked?tenant=secret");
    var reader = front.as("secret", Role.READER).post(path + "/discard", DISCARD);
    var discard = front.as("nosy", Role.OPERATOR).post(path + "/discard", DISCARD);
    var retry = front.as("nosy", Role.ADMIN).post(path + "/retry", "{}");
    var all =
        front
            .as("nosy", Role.OPERATOR)
            .post("/parked/discard", "{\"filter\":{\"tenant\":\"secret\"},\"reason\":\"r\"}");
    var everything =
        front.as("nosy", Role.OPERATOR).post("/parked/discard", "{\"reason\":\"mine\"}");
    var nobody = front.as(null, Role.READER).get("/parked");
    // then
    assertThat(list.body().at("/parked")).isEmpty();
    assertThat(List.of(named.status(), bound.status(), reader.status())).containsOnly(403);
    assertThat(List.of(discard.status(), retry.status())).containsOnly(404);
    assertThat(all.status()).isEqualTo(403);
    assertThat(everything.body().get("matched").intValue()).isZero();
    assertThat(nobody.status()).isEqualTo(400);
    assertThat(front.operator().get("/parked?tenant=secret").text("/parked/0/id"))
        .isEqualTo(position.toString());
  }
}
