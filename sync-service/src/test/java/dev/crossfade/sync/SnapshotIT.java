package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Snapshots in PostgreSQL. Each test has a tenant, and so a log, of its own. */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotIT {
  private static final Watermark THROUGH_5 = new Watermark.Through(5);

  private School school;
  private Batches batches;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    batches = new Batches(school);
  }

  @AfterAll
  void stop() {
    batches.close();
    school.close();
  }

  private static String room(String id, String name) {
    return "{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}";
  }

  private static String student(String id, String name, String more) {
    return "{\"id\":\""
        + id
        + "\",\"email\":\"a@example.org\",\"name\":\""
        + name
        + "\""
        + more
        + "}";
  }

  private @Nullable String rooms(String tenant) {
    return school.value(
        "select string_agg(name, ',' order by name) from school.classrooms where tenant = '"
            + tenant
            + "'");
  }

  private @Nullable String of(String tenant, String table, String columns) {
    return school.value(
        "select string_agg(concat_ws(' ', "
            + columns
            + "), ', ' order by id) from crossfade."
            + table
            + " where tenant = '"
            + tenant
            + "'");
  }

  private @Nullable String counts(String tenant) {
    return of(tenant, "snapshot", "id, state, applied, unchanged, stale, conflicts, held");
  }

  @Test
  @DisplayName("A snapshot is applied; sent again it changes no row: neither xmin nor revision")
  void appliedOnce() {
    // given
    var log = batches.log("once");
    var b = log.writer();
    List<ChangeEvent> all = new ArrayList<>();
    all.add(b.started("s1", THROUGH_5));
    for (int i = 0; i < 20; i++) {
      all.add(b.row("s1", THROUGH_5, "classrooms", "r" + i, room("r" + i, "n" + i)));
    }
    all.add(b.ended("s1", "{\"itemCount\":20}"));
    var first = log.apply(all);
    String xmin = xmin("once");
    // when
    var again = log.apply(all);
    // then
    assertThat(first.outcomes()).isEqualTo(Map.of("Applied", 22));
    assertThat(again.outcomes()).isEqualTo(Map.of("Duplicate", 2, "Unchanged", 20));
    assertThat(xmin("once")).isEqualTo(xmin);
    assertThat(counts("once")).isEqualTo("s1 COMPLETE 20 0 0 0 0");
    assertThat(of("once", "snapshot", "through, as_of, started_offset, ended_offset, audit"))
        .isEqualTo("5 0 21 {\"itemCount\":20}");
    assertThat(of("once", "record_state", "revision"))
        .isEqualTo(String.join(", ", java.util.Collections.nCopies(20, "1")));
    assertThat(of("once", "seen_event", "event_id")).isNull();
  }

  private String xmin(String tenant) {
    return school.value(
            "select string_agg(xmin::text, ',' order by id) from crossfade.record_state where"
                + " tenant = '"
                + tenant
                + "'")
        + " "
        + school.value(
            "select string_agg(xmin::text, ',' order by id) from school.classrooms where tenant = '"
                + tenant
                + "'");
  }

  @Test
  @DisplayName("Crashed between the markers it is resumed, and what a next one closes stays closed")
  void crashedResumedClosed() {
    // given
    var log = batches.log("crash");
    var b = log.writer();
    var one = b.row("s1", THROUGH_5, "classrooms", "a", room("a", "a1"));
    var two = b.row("s1", THROUGH_5, "classrooms", "b", room("b", "b1"));
    log.apply(b.started("s1", THROUGH_5), one);
    assertThat(counts("crash")).isEqualTo("s1 OPEN 1 0 0 0 0");
    // when: it is sent again, from the beginning
    log.apply(b.started("s1", THROUGH_5), one);
    log.apply(two);
    // then
    assertThat(counts("crash")).isEqualTo("s1 OPEN 2 1 0 0 0");
    // when: the next one comes before the end of the first
    log.apply(
        b.started("s2", THROUGH_5),
        b.row("s2", THROUGH_5, "classrooms", "a", room("a", "a2")),
        b.ended("s2", "{}"));
    var late = log.apply(two, one, b.ended("s1", "{}"));
    // then
    assertThat(late.outcomes()).isEqualTo(Map.of("Stale", 3));
    assertThat(rooms("crash")).isEqualTo("a2,b1");
    assertThat(counts("crash")).isEqualTo("s1 CLOSED 2 1 0 0 0, s2 COMPLETE 1 0 0 0 0");
  }

  @Test
  @DisplayName("I5: no live write is taken back, and what was never started is held")
  void liveWritesStay() {
    // given
    var log = batches.log("live");
    var b = log.writer();
    for (int i = 1; i <= 6; i++) {
      log.apply(b.next("classrooms", "r" + i, room("r" + i, "live" + i)));
    }
    // when
    var result =
        log.apply(
            b.row("s0", THROUGH_5, "classrooms", "r1", room("r1", "never")),
            b.started("s1", THROUGH_5),
            b.row("s1", THROUGH_5, "classrooms", "r5", room("r5", "read5")),
            b.row("s1", THROUGH_5, "classrooms", "r6", room("r6", "read6")));
    // then
    assertThat(result.outcomes()).isEqualTo(Map.of("Held", 1, "Applied", 2, "Stale", 1));
    assertThat(rooms("live")).isEqualTo("live1,live2,live3,live4,live6,read5");
    assertThat(of("live", "held_event", "why")).isEqualTo("UNKNOWN_SNAPSHOT");
    assertThat(counts("live")).isEqualTo("s1 OPEN 1 0 1 0 0");
  }

  @Test
  @DisplayName("A conflict keeps the row beside the record, until its source says something else")
  void conflictKept() {
    // given
    var log = batches.log("conflict");
    var b = log.writer();
    var other = log.writer("other");
    log.apply(b.next("classrooms", "a", room("a", "theirs")));
    // when
    log.apply(
        other.started("s1", THROUGH_5),
        other.row("s1", THROUGH_5, "classrooms", "a", room("a", "mine")));
    // then
    assertThat(rooms("conflict")).isEqualTo("theirs");
    assertThat(
            of(
                "conflict",
                "conflict",
                "source, policy, state, document, document_version, existing_offset, \"offset\""))
        .isEqualTo("other AUTO_OVERWRITE KEPT " + room("a", "mine") + " 1 0 2");
    assertThat(counts("conflict")).isEqualTo("s1 OPEN 0 0 0 1 0");
    // when: the same row asks nobody again, and leaves the conflict
    var again = log.apply(other.row("s1", THROUGH_5, "classrooms", "a", room("a", "mine")));
    assertThat(again.outcomes()).isEqualTo(Map.of("Unchanged", 1));
    assertThat(of("conflict", "conflict", "source")).isEqualTo("other");
    // when: its source takes the other's side
    log.apply(other.row("s1", THROUGH_5, "classrooms", "a", room("a", "theirs")));
    // then
    assertThat(of("conflict", "conflict", "source")).isNull();
    assertThat(of("conflict", "record_state", "source, revision")).isEqualTo("b 1");
  }

  @Test
  @DisplayName("AUTO_MERGE fills in what the record has not, in its rows too")
  void filledIn() {
    // given
    var log = batches.log("merge");
    var b = log.writer();
    var other = log.writer("other");
    log.apply(b.next("students", "7", student("7", "Ada", "")));
    // when
    log.apply(
        other.started("s1", THROUGH_5),
        other.row("s1", THROUGH_5, "students", "7", student("7", "Eda", ",\"phone\":\"1\"")));
    // then
    assertThat(of("merge", "record_state", "source, revision, document::jsonb ->> 'name'"))
        .isEqualTo("b 2 Ada");
    assertThat(of("merge", "record_state", "document::jsonb ->> 'phone'")).isEqualTo("1");
    assertThat(of("merge", "conflict", "policy, state")).isEqualTo("AUTO_MERGE KEPT");
    // when: its own source says something new: what was filled in stays
    log.apply(
        b.started("t1", THROUGH_5),
        b.row("t1", THROUGH_5, "students", "7", student("7", "Ida", "")));
    // then
    assertThat(
            of("merge", "record_state", "document::jsonb ->> 'name', document::jsonb ->> 'phone'"))
        .isEqualTo("Ida 1");
  }

  @Test
  @DisplayName("INTERACTIVE waits for a person")
  void interactive() {
    // given
    var log = batches.log("ask");
    var b = log.writer();
    var other = log.writer("other");
    String payment = "{\"id\":\"p\",\"amount\":%d}";
    log.apply(b.next("payments", "p", payment.formatted(1)));
    // when
    var result =
        log.apply(
            other.started("s1", THROUGH_5),
            other.row("s1", THROUGH_5, "payments", "p", payment.formatted(2)));
    // then
    assertThat(result.outcomes()).isEqualTo(Map.of("Applied", 1, "Conflict", 1));
    assertThat(of("ask", "conflict", "policy, state")).isEqualTo("INTERACTIVE WAITING");
  }
}
