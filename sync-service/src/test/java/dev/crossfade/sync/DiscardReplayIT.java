package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators decided lies in the log, so whoever folds it comes to the same (invariant 16). */
@ExtendWith(RealServers.class)
class DiscardReplayIT {
  private static final String REASON = "{\"reason\": \"r\"}";
  private static final String STATES =
      "select string_agg(concat_ws('|', domain, id, decided_offset, encode(digest, 'hex'),"
          + " revision, reflects, written_offset), ',' order by domain, id) from"
          + " crossfade.record_state where tenant = 't'";
  private static final String ROWS =
      "select string_agg(name, ',' order by name) from school.classes where tenant = 't'";

  private static String lesson(String id, String name, String room) {
    return "{\"id\":\"%s\",\"name\":\"%s\",\"classroomId\":\"%s\"}".formatted(id, name, room);
  }

  private static void settle(School school, Position position) {
    await().atMost(Duration.ofSeconds(60)).until(() -> school.applied(position));
  }

  @Test
  @DisplayName("I16: a discarded write does not come back when its log is applied from the start")
  void discardedForGood(TestKafka kafka, TestDatabase database) throws Exception {
    // given
    try (School school = School.open(kafka, database)) {
      Position last;
      try (Front front = new Front(school, "one")) {
        var b = school.source("t", "b");
        b.put("classrooms", "r", "{\"id\":\"r\",\"name\":\"n\"}");
        settle(school, b.put("classes", "kept", lesson("kept", "before", "r")));
        Position kept = b.put("classes", "kept", lesson("kept", "after", "late"));
        Position gone = b.put("classes", "gone", lesson("gone", "never", "late"));
        Position put = b.put("classes", "put", lesson("put", "wrong", "late"));
        settle(school, put);
        var operator = front.operator();
        assertThat(operator.post("/parked/" + kept + "/discard", REASON).status()).isEqualTo(200);
        assertThat(operator.post("/parked/" + gone + "/discard", REASON).status()).isEqualTo(200);
        var right = "{\"reason\": \"r\", \"data\": " + lesson("put", "right", "r") + "}";
        assertThat(operator.post("/parked/" + put + "/retry", right).status()).isEqualTo(200);
        // What they had waited for comes: nothing of them may come with it.
        last = b.put("classrooms", "late", "{\"id\":\"late\",\"name\":\"n\"}");
        settle(school, last);
      }
      String states = school.value(STATES);
      assertThat(school.value(ROWS)).isEqualTo("before,right");
      // when
      String other = "x" + Long.toString(System.nanoTime(), 36);
      school.sql("create database " + other);
      TestDatabase fresh =
          new TestDatabase(
              database.jdbcUrl().replaceFirst("/[^/?]+($|\\?)", "/" + other + "$1"),
              database.user(),
              database.password());
      try (School again = school.on(fresh);
          Front front = new Front(again, "two")) {
        assertThat(last.partition()).isEqualTo(Partitioner.partition("t", School.PARTITIONS));
        settle(again, last);
        // then
        assertThat(again.value(STATES)).isEqualTo(states);
        assertThat(again.value(ROWS)).isEqualTo("before,right");
        assertThat(front.operator().get("/parked").body().at("/parked")).isEmpty();
      }
    }
  }
}
