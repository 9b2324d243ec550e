package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What PostgreSQL refuses holds back its own record, whatever there is of it (invariant 14). */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParkedIT {
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

  private static RecordChange room(Batches.Log log, String id, int capacity) {
    return log.writer()
        .next(
            "classrooms",
            id,
            "{\"id\":\"" + id + "\",\"name\":\"n\",\"capacity\":" + capacity + "}");
  }

  private static RecordChange inRoom(Batches.Log log, String id, String room) {
    return log.writer()
        .next(
            "classes",
            id,
            "{\"id\":\"" + id + "\",\"name\":\"n\",\"classroomId\":\"" + room + "\"}");
  }

  private static RecordChange gone(Batches.Log log, String domain, String id) {
    RecordChange any = log.writer().next(domain, id, "{}");
    return log.writer().at(any.envelope().sequence(), Kind.DELETED, domain, id, "{}");
  }

  private @Nullable String count(String table, String tenant) {
    return school.value("select count(*) from " + table + " where tenant = '" + tenant + "'");
  }

  @Test
  @DisplayName("a batch of 2,000 of which PostgreSQL refuses every one, and one of which it one")
  void allRefused() {
    // given
    Batches.Log log = batches.log("all-refused");
    List<RecordChange> bad = new ArrayList<>();
    List<RecordChange> good = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      bad.add(room(log, "bad" + i, -1));
    }
    for (int i = 0; i < 2_000; i++) {
      good.add(room(log, "good" + i, i == 777 ? -1 : 1));
    }
    // when
    log.apply(bad);
    log.apply(good);
    // then
    assertThat(count("school.classrooms", "all-refused")).isEqualTo("1999");
    assertThat(count("crossfade.parked_write", "all-refused")).isEqualTo("2001");
  }

  @Test
  @DisplayName("I4: what stands in the tables does not depend on how the log was cut")
  void sameInOneBatch() {
    for (String cut : List.of("in-one", "one-by-one")) {
      // given
      Batches.Log log = batches.log(cut);
      List<RecordChange> events =
          List.of(
              room(log, "r", 1),
              room(log, "r", 2),
              room(log, "r", -1),
              room(log, "r", -2),
              room(log, "never", -3),
              room(log, "back", -4),
              room(log, "back", 5));
      // when
      if (cut.equals("in-one")) {
        log.apply(events);
      } else {
        events.forEach(log::apply);
      }
      // then: the last state that could be written stands, the last decided one waits
      assertThat(
              school.value(
                  "select string_agg(id || ':' || capacity, ' ' order by capacity)"
                      + " from (select case capacity when 5 then 'back' else 'r' end id, capacity"
                      + " from school.classrooms where tenant = '"
                      + cut
                      + "') t"))
          .isEqualTo("r:2 back:5");
      assertThat(
              school.value(
                  "select string_agg(concat_ws(':', id, decided_offset, written_offset), ' '"
                      + " order by id) from crossfade.record_state where tenant = '"
                      + cut
                      + "'"))
          .isEqualTo("back:6:6 never:4 r:3:1");
      assertThat(
              school.value(
                  "select string_agg(id || ':' || decided_offset, ' ' order by id)"
                      + " from crossfade.parked_write where tenant = '"
                      + cut
                      + "'"))
          .isEqualTo("never:4 r:3");
    }
  }

  @Test
  @DisplayName("I14: of a backlog of 50,000 parked writes a batch tries at most ten again")
  void backlog() throws Exception {
    // given
    Batches.Log log = batches.log("backlog");
    for (int b = 0; b < 5; b++) {
      log.apply(inRoom(log, "c" + b, "nowhere" + b));
    }
    school.sql(
        "insert into crossfade.parked_write select (p).* from (select jsonb_populate_record(w,"
            + " jsonb_build_object('id', 'x' || i, 'document', jsonb_build_object('id', 'x' || i,"
            + " 'name', 'n', 'classroomId', 'no' || i))) p from crossfade.parked_write w,"
            + " generate_series(1, 50000) i where w.tenant = 'backlog' and w.id = 'c0') x");
    long before = tries("backlog");
    // when
    applySingly(log);
    // then: at most ten a batch, where a row that came or went gives no reason to try more
    assertThat(tries("backlog") - before).isLessThanOrEqualTo(20 * 10);
  }

  private long tries(String tenant) throws Exception {
    try (var connection = school.connect();
        var statement = connection.createStatement();
        var sum =
            statement.executeQuery(
                "select sum(tries) from crossfade.parked_write where tenant = '" + tenant + "'")) {
      assertThat(sum.next()).isTrue();
      return sum.getLong(1);
    }
  }

  @Test
  @DisplayName("records are found by their key, also before the tables' first ANALYZE")
  void notAnalyzed() throws Exception {
    // given
    school.sql("alter table crossfade.record_state set (autovacuum_enabled = off)");
    Batches.Log many = batches.log("many");
    many.apply(room(many, "seed", 1));
    school.sql(
        "insert into crossfade.record_state select (p).* from (select jsonb_populate_record(s,"
            + " jsonb_build_object('id', 'x' || i, 'row_id', gen_random_uuid())) p from"
            + " crossfade.record_state s, generate_series(1, 50000) i where s.tenant = 'many') x");
    // when
    String plan =
        plan(
            "select s.digest from unnest(array['many'], array['classrooms'], array['x1']) as k"
                + " (tenant, domain, id) join crossfade.record_state s on s.migration = 1 and"
                + " s.tenant = k.tenant and s.domain = k.domain and s.id = k.id");
    // then
    school.sql("alter table crossfade.record_state reset (autovacuum_enabled)");
    assertThat(plan).contains("record_state_pkey").doesNotContain("record_state_row_id");
  }

  private String plan(String query) throws Exception {
    try (var connection = school.connect();
        var statement = connection.createStatement();
        var lines = statement.executeQuery("explain " + query)) {
      StringBuilder plan = new StringBuilder();
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
      return plan.toString();
    }
  }

  private static void applySingly(Batches.Log log) {
    for (int i = 0; i < 20; i++) {
      log.apply(room(log, "r" + i, 1));
    }
  }

  @Test
  @DisplayName("what its parent's arrival frees is freed, however much waits before it for ever")
  void noStarvation() {
    // given
    Batches.Log log = batches.log("starved");
    List<RecordChange> hopeless = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      hopeless.add(inRoom(log, "h" + i, "never"));
    }
    log.apply(hopeless);
    log.apply(inRoom(log, "c", "r"));
    // when
    log.apply(room(log, "r", 1));
    // then
    assertThat(count("school.classes", "starved")).isEqualTo("1");
  }

  @Test
  @DisplayName(
      "a parent's delete is freed by its last child's, however many deletes wait before it")
  void deleteFreed() {
    // given
    Batches.Log log = batches.log("deletes");
    List<RecordChange> make = new ArrayList<>();
    List<RecordChange> drop = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      make.add(room(log, "r" + i, 1));
      make.add(inRoom(log, "c" + i, "r" + i));
    }
    make.add(inRoom(log, "second", "r299"));
    log.apply(make);
    for (int i = 0; i < 300; i++) {
      drop.add(gone(log, "classrooms", "r" + i));
    }
    log.apply(drop);
    // when
    log.apply(gone(log, "classes", "c299"));
    String still = count("school.classrooms", "deletes");
    log.apply(inRoom(log, "second", "r7"));
    // then
    assertThat(still).isEqualTo("300");
    assertThat(count("school.classrooms", "deletes")).isEqualTo("299");
  }

  @Test
  @DisplayName("one arrival frees a whole chain: grandparent, parent, child")
  void chain() {
    // given
    Batches.Log log = batches.log("chain");
    String student = "{\"id\":\"s\",\"name\":\"n\",\"email\":\"a@b.de\",\"classId\":\"c\"}";
    log.apply(log.writer().next("students", "s", student));
    log.apply(inRoom(log, "c", "r"));
    assertThat(count("crossfade.parked_write", "chain")).isEqualTo("2");
    // when
    log.apply(room(log, "r", 1));
    // then
    assertThat(count("crossfade.parked_write", "chain")).isEqualTo("0");
    assertThat(count("school.students", "chain")).isEqualTo("1");
  }

  @Test
  @DisplayName("what is due is tried without a reason, a little with each batch")
  void due() throws Exception {
    // given
    Batches.Log log = batches.log("due");
    List<RecordChange> bad = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      bad.add(room(log, "bad" + i, -1));
    }
    log.apply(bad);
    school.sql("alter table school.classrooms drop constraint classrooms_capacity_check");
    // when
    log.apply(room(log, "a", 1));
    String before = count("crossfade.parked_write", "due");
    batches.later(Duration.ofMinutes(2));
    log.apply(room(log, "b", 1));
    log.apply(room(log, "c", 1));
    log.apply(room(log, "d", 1));
    // then
    school.sql("delete from school.classrooms where capacity < 0");
    school.sql(
        "alter table school.classrooms add constraint classrooms_capacity_check check (capacity >="
            + " 0)");
    assertThat(before).isEqualTo("25");
    assertThat(count("crossfade.parked_write", "due")).isEqualTo("0");
  }

  @Test
  @DisplayName(
      "I14: a constraint that is checked at the commit parks its record, not the partition")
  void deferred() throws Exception {
    // given
    String key = "alter table school.classes alter constraint classes_tenant_classroom_id_fkey ";
    school.sql(key + "deferrable initially deferred");
    Batches.Log log = batches.log("deferred");
    // when
    log.apply(inRoom(log, "c", "nowhere"), room(log, "r", 1));
    // then
    school.sql(key + "not deferrable");
    assertThat(count("crossfade.parked_write", "deferred")).isEqualTo("1");
    assertThat(count("school.classrooms", "deferred")).isEqualTo("1");
  }

  @Test
  @DisplayName("I14: what a trigger of the user's refuses is parked, not tried for ever")
  void trigger() throws Exception {
    // given
    school.sql(
        "create function school.refuse() returns trigger language plpgsql as $$ begin if new.name ="
            + " 'refuse' then raise exception 'no'; end if; return new; end $$");
    school.sql(
        "create trigger refuse before insert on school.classrooms for each row execute function"
            + " school.refuse()");
    Batches.Log log = batches.log("trigger");
    RecordChange refused =
        log.writer().next("classrooms", "x", "{\"id\":\"x\",\"name\":\"refuse\"}");
    // when
    log.apply(refused, room(log, "r", 1));
    // then
    school.sql("drop trigger refuse on school.classrooms");
    assertThat(count("crossfade.parked_write", "trigger")).isEqualTo("1");
    assertThat(count("school.classrooms", "trigger")).isEqualTo("1");
  }

  @Test
  @DisplayName("I4: a record whose row another record owns waits, and changes and deletes nothing")
  void rowOfAnother() {
    // given: an id that is the very UUID which the other record's row got
    Batches.Log log = batches.log("crafted");
    log.apply(room(log, "a", 1));
    String row =
        school.value("select id from school.classrooms where tenant = 'crafted' and capacity = 1");
    // when
    log.apply(room(log, String.valueOf(row), 2));
    String after = school.value("select capacity from school.classrooms where tenant = 'crafted'");
    log.apply(gone(log, "classrooms", String.valueOf(row)));
    // then
    assertThat(after).isEqualTo("1");
    assertThat(count("school.classrooms", "crafted")).isEqualTo("1");
    // when: its owner leaves, and it comes again
    log.apply(room(log, String.valueOf(row), 3));
    log.apply(gone(log, "classrooms", "a"));
    // then
    assertThat(school.value("select capacity from school.classrooms where tenant = 'crafted'"))
        .isEqualTo("3");
    assertThat(count("crossfade.parked_write", "crafted")).isEqualTo("0");
  }
}
