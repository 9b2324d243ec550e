package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.log.Position;
import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers that go away, come back, or come back older than they were. */
@ExtendWith(RealServers.class)
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static String room(String id) {
    return "{\"id\":\"" + id + "\",\"name\":\"n\"}";
  }

  private static School school(TestKafka kafka, TestDatabase database) {
    String unique = kafka.namespace() + Long.toString(System.nanoTime(), 36);
    return School.open(new TestKafka(kafka.bootstrap(), unique), database);
  }

  private static void settle(School school, Position position) {
    await().atMost(PATIENCE).until(() -> school.applied(position));
  }

  private static Duration timed(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  @DisplayName("I14: the broker restarts, sync goes on, and does not halt")
  void brokerRestarts(TestDatabase database, @TempDir Path folder) throws Exception {
    // given
    EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    String bootstrap = broker.bootstrap();
    int port = Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
    try (School school = School.open(new TestKafka(bootstrap, "restarted"), database);
        SyncService sync = school.startSync("one")) {
      Health health = new Health();
      sync.addChecks(health);
      var b = school.source("broker", "b");
      settle(school, b.put("classrooms", "a", room("a")));
      // when
      broker.close();
      broker = EmbeddedKafka.start(folder.resolve("kafka"), port);
      Position last = b.put("classrooms", "b", room("b"));
      // then
      settle(school, last);
      assertThat(health.readiness().get("log")).isInstanceOf(HealthCheck.Result.Up.class);
    } finally {
      broker.close();
    }
  }

  @Test
  @DisplayName("PostgreSQL away: health answers in time, and so does the end")
  void databaseAway(TestKafka kafka, @TempDir Path folder) throws Exception {
    // given
    PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0);
    TestDatabase database =
        new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
    try (School school = school(kafka, database)) {
      SyncService sync = school.startSync("one");
      Health health = new Health();
      sync.addChecks(health);
      var b = school.source("t", "b");
      settle(school, b.put("classrooms", "a", room("a")));
      // when
      postgres.close();
      b.put("classrooms", "b", room("b"));
      long began = System.nanoTime();
      var ready = health.readiness();
      Duration answered = Duration.ofNanos(System.nanoTime() - began);
      Duration ended = timed(sync::close);
      // then
      assertThat(ready.get("database")).isInstanceOf(HealthCheck.Result.Down.class);
      assertThat(ready.get("log")).isInstanceOf(HealthCheck.Result.Up.class);
      assertThat(answered).isLessThan(Duration.ofSeconds(10));
      assertThat(ended).isLessThan(Duration.ofSeconds(30));
    } finally {
      postgres.close();
    }
  }

  @Test
  @DisplayName(
      "started without PostgreSQL: ends in time, and a second one goes on when it is there")
  void startedWithout(TestKafka kafka, @TempDir Path folder) throws Exception {
    // given
    PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0);
    TestDatabase database =
        new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
    try (School school = school(kafka, database)) {
      postgres.close();
      Position last = school.source("t", "b").put("classrooms", "a", room("a"));
      SyncService first = school.startSync("first");
      // when
      Duration ended = timed(first::close);
      try (SyncService second = school.startSync("second")) {
        assertThat(second.routes()).isNotEmpty();
        String url = postgres.jdbcUrl();
        int port = java.net.URI.create(url.substring("jdbc:".length())).getPort();
        postgres = PostgresServer.start(folder.resolve("pg"), port);
        // then
        settle(school, last);
      }
      assertThat(ended).isLessThan(Duration.ofSeconds(30));
    } finally {
      postgres.close();
    }
  }

  @Test
  @DisplayName("a database put back to an older state heals by replay, with no new event")
  void restored(TestKafka kafka, TestDatabase database) throws Exception {
    // given
    try (School school = school(kafka, database);
        SyncService sync = school.startSync("one")) {
      assertThat(sync.routes()).isNotEmpty();
      var b = school.source("restored", "b");
      Position last = b.put("classrooms", "a", room("a"));
      for (int i = 0; i < 20; i++) {
        last = b.put("classrooms", "r" + i, room("r" + i));
      }
      settle(school, last);
      // when: as a dump from before the first event has it
      school.sql(
          "begin; delete from school.classrooms where tenant = 'restored'; delete from"
              + " crossfade.record_state where tenant = 'restored'; delete from"
              + " crossfade.remembered_ids where tenant = 'restored'; delete from"
              + " crossfade.source_progress where tenant = 'restored'; delete from"
              + " crossfade.decision where tenant = 'restored'; update"
              + " crossfade.applied_position a set next_offset = 0 from crossfade.migration m where"
              + " m.id = a.migration and m.name = '"
              + school.name
              + "'; commit");
      // then
      settle(school, last);
      assertThat(school.value("select count(*) from school.classrooms where tenant = 'restored'"))
          .isEqualTo("21");
    }
  }

  @Test
  @DisplayName("I16: an empty database and the whole log give the same states")
  void rebuilt(TestKafka kafka, TestDatabase database) throws Exception {
    // given
    try (School school = school(kafka, database)) {
      Position last;
      try (SyncService sync = school.startSync("one")) {
        assertThat(sync.routes()).isNotEmpty();
        var b = school.source("rebuilt", "b");
        b.put("classes", "c", "{\"id\":\"c\",\"name\":\"n\",\"classroomId\":\"r1\"}");
        for (int i = 0; i < 30; i++) {
          settle(school, b.put("classrooms", "r" + i % 4, room("r" + i % 4)));
        }
        last = b.delete("classrooms", "r2");
        settle(school, last);
      }
      String states =
          "select string_agg(concat_ws('|', domain, id, decided_offset, encode(digest, 'hex'),"
              + " revision, reflects, written_offset), ',' order by domain, id) from"
              + " crossfade.record_state where tenant = 'rebuilt'";
      String before = school.value(states);
      // when
      String other = "x" + Long.toString(System.nanoTime(), 36);
      school.sql("create database " + other);
      TestDatabase fresh =
          new TestDatabase(
              database.jdbcUrl().replaceFirst("/[^/?]+($|\\?)", "/" + other + "$1"),
              database.user(),
              database.password());
      try (School again = school.on(fresh);
          SyncService sync = again.startSync("two")) {
        assertThat(sync.routes()).isNotEmpty();
        settle(again, last);
        // then
        assertThat(before).isNotNull();
        assertThat(again.value(states)).isEqualTo(before);
      }
    }
  }
}
