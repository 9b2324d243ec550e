package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.log.Position;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What sync does when what it stands on is away, or is not what it was. */
class FaultIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static String room(String id) {
    return "{\"id\":\"" + id + "\",\"name\":\"n\"}";
  }

  @Nested
  @ExtendWith(RealServers.class)
  class Database {
    @Test
    @DisplayName("I14 liveness: PostgreSQL away means waiting, not dying and not skipping")
    void away(TestKafka kafka, @TempDir Path folder) {
      // given
      try (PostgresServer postgres = PostgresServer.start(folder.resolve("pg"), 0)) {
        TestDatabase database =
            new TestDatabase(postgres.jdbcUrl(), postgres.user(), postgres.password());
        TestKafka own = new TestKafka(kafka.bootstrap(), kafka.namespace() + "away");
        try (School school = School.open(own, database);
            SyncService sync = school.startSync("one")) {
          assertThat(sync.routes()).isNotEmpty();
          var b = school.source("t", "b");
          Position before = b.put("classrooms", "a", room("a"));
          await().atMost(PATIENCE).until(() -> school.applied(before));
          long pid = postgres.pid();
          // when
          ProcessHandle.of(pid).orElseThrow().destroyForcibly();
          Position last = before;
          for (int i = 0; i < 50; i++) {
            last = b.put("classrooms", "r" + i, room("r" + i));
          }
          // then
          Position end = last;
          await().atMost(PATIENCE).until(() -> school.applied(end));
          assertThat(school.value("select count(*) from school.classrooms")).isEqualTo("51");
          assertThat(school.value("select sum(revision) from crossfade.record_state"))
              .isEqualTo("51");
        }
      }
    }
  }

  @Nested
  @ExtendWith(RealServers.class)
  class Log {
    private School school;
    private Admin admin;

    @BeforeEach
    void start(TestKafka kafka, TestDatabase database) throws Exception {
      String unique = kafka.namespace() + Long.toString(System.nanoTime(), 36);
      school = School.open(new TestKafka(kafka.bootstrap(), unique), database);
      admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    @AfterEach
    void stop() {
      admin.close();
      school.close();
    }

    private Position applySome() {
      try (SyncService sync = school.startSync("first")) {
        assertThat(sync.routes()).isNotEmpty();
        var b = school.source("t", "b");
        b.put("classrooms", "a", room("a"));
        Position last = b.put("classrooms", "b", room("b"));
        await().atMost(PATIENCE).until(() -> school.applied(last));
        return last;
      }
    }

    /** Starts sync anew and answers why it stands still. */
    private String halted() {
      try (SyncService sync = school.startSync("second")) {
        Health health = new Health();
        sync.addChecks(health);
        await()
            .atMost(PATIENCE)
            .until(() -> health.readiness().get("log") instanceof HealthCheck.Result.Down);
        return Objects.requireNonNull(health.readiness().get("log")).detail();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Test
    @DisplayName("an exchanged log halts loudly")
    void exchanged() throws Exception {
      // given
      applySome();
      String topic = school.name + ".changes";
      admin.deleteTopics(List.of(topic)).all().get();
      await().atMost(PATIENCE).until(() -> !admin.listTopics().names().get().contains(topic));
      admin.createTopics(List.of(new NewTopic(topic, School.PARTITIONS, (short) 1))).all().get();
      // when
      String why = halted();
      // then
      assertThat(why).contains("another topic");
    }

    @Test
    @DisplayName("failure class 8: a truncated log halts loudly")
    void truncated() throws Exception {
      // given
      Position last = applySome();
      TopicPartition partition = new TopicPartition(school.name + ".changes", last.partition());
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
      // when
      String why = halted();
      // then
      assertThat(why).contains("events were deleted");
    }

    @Test
    @DisplayName("failure class 10: partitions added to the log halt loudly")
    void repartitioned() throws Exception {
      // given
      applySome();
      admin
          .createPartitions(
              Map.of(school.name + ".changes", NewPartitions.increaseTo(School.PARTITIONS + 1)))
          .all()
          .get();
      // when
      String why = halted();
      // then
      assertThat(why).contains("partitions instead of");
    }

    @Test
    @DisplayName("I7: two sync services on the same log apply everything once")
    void two() {
      // given
      try (SyncService one = school.startSync("one");
          SyncService other = school.startSync("other")) {
        assertThat(one).isNotSameAs(other);
        Position last = new Position(0, 0);
        // when
        for (int t = 0; t < 6; t++) {
          var b = school.source("two-" + t, "b");
          for (int i = 0; i < 40; i++) {
            Position at = b.put("classrooms", "r" + i % 7, room("r" + i % 7));
            last = at;
          }
          Position end = last;
          await().atMost(PATIENCE).until(() -> school.applied(end));
        }
      }
      // then
      String of = " from crossfade.record_state where tenant like 'two-%'";
      assertThat(school.value("select sum(revision)" + of)).isEqualTo("240");
    }
  }
}
