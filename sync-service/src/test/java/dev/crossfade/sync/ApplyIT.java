package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the log says, in PostgreSQL. Each test has a tenant of its own. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private School school;
  private SyncService sync;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    sync = school.startSync("one");
  }

  @AfterAll
  void stop() {
    sync.close();
    school.close();
  }

  private static String room(String id, String name) {
    return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}";
  }

  private void settle(Position position) {
    await().atMost(PATIENCE).until(() -> school.applied(position));
  }

  private @Nullable String room(String tenant) {
    return school.value(
        "select string_agg(name, ',' order by name) from school.classrooms where tenant = '"
            + tenant
            + "'");
  }

  private @Nullable String state(String tenant, String id, String column) {
    return school.value(
        "select "
            + column
            + " from crossfade.record_state where tenant = '"
            + tenant
            + "' and id = '"
            + id
            + "'");
  }

  @Test
  @DisplayName("I4 final form: the last of create, update, delete and re-create stands")
  void lastStateStands() {
    // given
    var browser = school.source("final", "b");
    browser.put("classrooms", "r1", room("r1", "one"));
    browser.put("classrooms", "r2", room("r2", "two"));
    browser.put("classrooms", "r1", room("r1", "uno"));
    browser.delete("classrooms", "r2");
    // when
    settle(browser.put("classrooms", "r3", room("r3", "three")));
    // then
    assertThat(room("final")).isEqualTo("three,uno");
    assertThat(state("final", "r1", "revision")).isEqualTo("2");
    assertThat(state("final", "r2", "digest is null")).isEqualTo("t");
  }

  @Test
  @DisplayName("I3 exactly once: repeated events, a batch half repeated, overtaking, a hole filled")
  void exactlyOnce() {
    // given
    var b = school.source("once", "b");
    RecordChange one = b.at(1, Kind.CREATED, "classrooms", "a", room("a", "a1"));
    RecordChange two = b.at(2, Kind.CREATED, "classrooms", "b", room("b", "b1"));
    RecordChange four = b.at(4, Kind.UPDATED, "classrooms", "a", room("a", "a4"));
    school.append(one);
    school.append(one);
    school.append(two);
    school.append(four); // 3 was refused, or is late
    school.append(two);
    // when
    RecordChange three = b.at(3, Kind.UPDATED, "classrooms", "b", room("b", "b3"));
    school.append(three);
    settle(school.append(b.at(5, Kind.UPDATED, "classrooms", "c", room("c", "c5"))));
    // then
    assertThat(room("once")).isEqualTo("a4,b3,c5");
    assertThat(state("once", "a", "revision")).isEqualTo("2");
    assertThat(state("once", "b", "revision")).isEqualTo("2");
    assertThat(school.value("select holes from crossfade.source_progress where tenant = 'once'"))
        .isEqualTo("{}");
  }

  @Test
  @DisplayName("I5 order: an overtaken event of the same record is superseded, not applied")
  void overtaken() {
    // given
    var b = school.source("stale", "b");
    school.append(b.at(2, Kind.UPDATED, "classrooms", "a", room("a", "new")));
    // when
    settle(school.append(b.at(1, Kind.CREATED, "classrooms", "a", room("a", "old"))));
    // then
    assertThat(room("stale")).isEqualTo("new");
  }

  @Test
  @DisplayName("a forked source's event is kept and shown, and changes nothing")
  void forked() {
    // given
    var b = school.source("fork", "b");
    b.put("classrooms", "a", room("a", "mine"));
    RecordChange other = b.at(1, Kind.UPDATED, "classrooms", "a", room("a", "theirs"));
    var envelope =
        new dev.crossfade.core.event.Envelope("another", other.envelope().source(), 1, null, null);
    // when
    settle(
        school.append(
            new RecordChange(
                envelope,
                other.record(),
                other.kind(),
                other.basis(),
                other.schema(),
                other.data())));
    // then
    assertThat(room("fork")).isEqualTo("mine");
    assertThat(school.value("select why from crossfade.held_event where tenant = 'fork'"))
        .isEqualTo("FORKED_SOURCE");
  }

  @Test
  @DisplayName("I14: a row that PostgreSQL refuses waits alone, and its parent's arrival frees it")
  void parkedAndFreed() {
    // given
    var b = school.source("parked", "b");
    Position orphan =
        b.put("classes", "c1", "{\"id\":\"c1\",\"name\":\"maths\",\"classroomId\":\"r1\"}");
    settle(b.put("classrooms", "r0", room("r0", "zero")));
    assertThat(room("parked")).isEqualTo("zero");
    assertThat(school.value("select reason from crossfade.parked_write where tenant = 'parked'"))
        .isEqualTo("MISSING_REFERENCE");
    assertThat(state("parked", "c1", "written_offset")).isNull();
    // when
    settle(b.put("classrooms", "r1", room("r1", "one")));
    // then
    assertThat(school.value("select name from school.classes where tenant = 'parked'"))
        .isEqualTo("maths");
    assertThat(school.value("select 1 from crossfade.parked_write where tenant = 'parked'"))
        .isNull();
    assertThat(state("parked", "c1", "written_offset")).isEqualTo(String.valueOf(orphan.offset()));
  }

  @Test
  @DisplayName("a parent deleted before its child waits for the child")
  void deleteOfParentWaits() {
    // given
    var b = school.source("parent", "b");
    b.put("classrooms", "r1", room("r1", "one"));
    b.put("classes", "c1", "{\"id\":\"c1\",\"name\":\"maths\",\"classroomId\":\"r1\"}");
    settle(b.delete("classrooms", "r1"));
    assertThat(room("parent")).isEqualTo("one");
    // when
    settle(b.delete("classes", "c1"));
    // then
    assertThat(room("parent")).isNull();
    assertThat(state("parent", "r1", "row_id")).isNull();
  }

  @Test
  @DisplayName("I14: poison in the log is held and holds back its own record, nothing else")
  void poison() {
    // given
    var b = school.source("poison", "b");
    b.put("classrooms", "a", room("a", "a1"));
    RecordChange bad = b.next("classrooms", "a", room("a", "a2"));
    Message message = dev.crossfade.core.event.EventCodec.encode(bad);
    int partition = Partitioner.partition("poison", School.PARTITIONS);
    school.append(
        partition,
        new Message(message.key(), message.headers(), "{broken".getBytes(StandardCharsets.UTF_8)));
    school.append(partition, new Message(null, List.of(), null));
    school.append(
        partition,
        new Message(
            new byte[] {1}, List.of(new Header("ce_id", new byte[] {(byte) 0xC0})), new byte[0]));
    b.put("classrooms", "a", room("a", "a3"));
    // when
    settle(b.put("classrooms", "b", room("b", "b1")));
    // then
    assertThat(room("poison")).isEqualTo("a1,b1");
    assertThat(
            school.value(
                "select string_agg(why, ',' order by \"offset\") from crossfade.held_event where"
                    + " tenant = 'poison'"))
        .isEqualTo("UNREADABLE,BEHIND_UNREADABLE");
  }

  @Test
  @DisplayName(
      "failure class 14: a batch that breaks constraints is written in pieces, in log order")
  void pieces() {
    // given
    var b = school.source("pieces", "b");
    Position last = b.put("classrooms", "r0", room("r0", "r0"));
    for (int i = 1; i <= 60; i++) {
      String id = "c" + i;
      String parent = i % 20 == 0 ? "missing" : "r0";
      last =
          b.put(
              "classes",
              id,
              "{\"id\":\"" + id + "\",\"name\":\"n\",\"classroomId\":\"" + parent + "\"}");
    }
    // when
    settle(last);
    // then
    assertThat(school.value("select count(*) from school.classes where tenant = 'pieces'"))
        .isEqualTo("57");
    assertThat(school.value("select count(*) from crossfade.parked_write where tenant = 'pieces'"))
        .isEqualTo("3");
  }
}
