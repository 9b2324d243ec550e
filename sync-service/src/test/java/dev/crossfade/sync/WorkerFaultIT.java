package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.log.Position;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.testsupport.CuttingProxy;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that freeze, lose an answer, come and go: everything takes effect once. */
@ExtendWith(RealServers.class)
class WorkerFaultIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private School school;

  @BeforeEach
  void start(TestKafka kafka, TestDatabase database) {
    String unique = kafka.namespace() + Long.toString(System.nanoTime(), 36);
    school = School.open(new TestKafka(kafka.bootstrap(), unique), database);
  }

  @AfterEach
  void stop() {
    school.close();
  }

  private static String room(String id, int i) {
    return "{\"id\":\"" + id + "\",\"name\":\"n" + i + "\"}";
  }

  private void settle(Position position) {
    await().atMost(PATIENCE).until(() -> school.applied(position));
  }

  private String revisions(String tenant) {
    return String.valueOf(
        school.value(
            "select sum(revision) from crossfade.record_state where tenant = '" + tenant + "'"));
  }

  /** A session as a worker has it, which froze while it held its partition's row. */
  private Connection frozen(Position at) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", school.database.user());
    properties.setProperty("password", school.database.password());
    properties.setProperty(
        "options", "-c idle_in_transaction_session_timeout=10000 -c lock_timeout=12000");
    Connection connection = DriverManager.getConnection(school.database.jdbcUrl(), properties);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(
          "update crossfade.applied_position a set next_offset = next_offset + 1 from"
              + " crossfade.migration m where m.id = a.migration and m.name = '"
              + school.name
              + "' and partition = "
              + at.partition());
    }
    return connection;
  }

  @Test
  @DisplayName(
      "I7, failure class 4: a worker frozen in its transaction holds up no longer than 10 s")
  void frozenWorker() throws Exception {
    // given
    try (SyncService sync = school.startSync("one")) {
      assertThat(sync.routes()).isNotEmpty();
      var b = school.source("frozen", "b");
      Position first = b.put("classrooms", "a", room("a", 0));
      settle(first);
      try (Connection frozen = frozen(first);
          var statement = frozen.createStatement()) {
        // when
        Position last = b.put("classrooms", "a", room("a", 1));
        // then
        await().atMost(Duration.ofSeconds(25)).until(() -> school.applied(last));
        assertThatThrownBy(() -> statement.executeUpdate("delete from school.classrooms"))
            .isInstanceOf(SQLException.class);
        assertThat(revisions("frozen")).isEqualTo("2");
      }
    }
  }

  @Test
  @DisplayName("I7: a worker frozen in the middle of a message, neither idle nor at work, ends too")
  void frozenInAMessage() {
    // given // when: only the server's own limit on a transaction ends such a session
    try (Batches batches = new Batches(school)) {
      Object limit = batches.database.dsl().fetchValue("show transaction_timeout");
      // then
      assertThat(limit).isEqualTo("150s");
    }
  }

  @Test
  @DisplayName("an orderly stop waits for the batch in hand, and commits it")
  void stopsInOrder() throws Exception {
    // given
    SyncService sync = school.startSync("one");
    var b = school.source("stops", "b");
    settle(b.put("classrooms", "a", room("a", 0)));
    Position last;
    Thread closing;
    try (Connection other = school.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table school.classrooms in access exclusive mode");
      last = b.put("classrooms", "a", room("a", 1));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  !"0"
                      .equals(
                          school.value(
                              "select count(*) from pg_locks l join pg_class c on c.oid ="
                                  + " l.relation where c.relname = 'classrooms' and not"
                                  + " l.granted")));
      // when
      closing = Thread.ofVirtual().start(sync::close);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  closing.getState() == Thread.State.WAITING
                      || closing.getState() == Thread.State.TIMED_WAITING);
      assertThat(school.applied(last)).isFalse();
      other.rollback();
    }
    closing.join();
    // then
    assertThat(school.applied(last)).isTrue();
    assertThat(revisions("stops")).isEqualTo("2");
  }

  @Test
  @DisplayName("I3, failure class 5: a commit whose answer is lost takes effect once")
  void commitLost() throws Exception {
    // given
    try (CuttingProxy proxy = new CuttingProxy(school.database.jdbcUrl())) {
      var direct = school.settings("cut");
      var settings =
          new SyncSettings(
              direct.kafka(),
              new DatabaseSettings(
                  proxy.through(direct.database().url()),
                  direct.database().user(),
                  direct.database().password()),
              direct.connections(),
              direct.instance(),
              direct.sessionTimeout());
      try (SyncService sync = school.startSync(settings)) {
        assertThat(sync.routes()).isNotEmpty();
        var b = school.source("cut", "b");
        settle(b.put("classrooms", "r", room("r", 0)));
        // when
        for (int round = 1; round <= 4; round++) {
          int before = proxy.cuts();
          proxy.arm();
          Position last = b.put("classrooms", "r", room("r", round));
          await().atMost(PATIENCE).until(() -> proxy.cuts() > before);
          settle(last);
        }
        settle(b.put("classrooms", "s", room("s", 0)));
        // then
        assertThat(proxy.cuts()).isEqualTo(4);
        assertThat(revisions("cut")).isEqualTo("6");
      }
    }
  }

  @Test
  @DisplayName("I3, I7: services that join and leave all the time apply everything once")
  void rebalanceStorm() {
    // given
    var writers = new School.Source[6];
    for (int t = 0; t < writers.length; t++) {
      writers[t] = school.source("storm-" + t, "b");
    }
    Deque<SyncService> running = new ArrayDeque<>();
    running.add(school.startSync("0"));
    Random random = new Random(7);
    Position[] last = new Position[School.PARTITIONS];
    // when
    for (int round = 1; round <= 12; round++) {
      running.addLast(school.startSync("" + round));
      for (int i = 0; i < 60; i++) {
        String id = "r" + random.nextInt(5);
        Position at = writers[i % writers.length].put("classrooms", id, room(id, i));
        last[at.partition()] = at;
      }
      if (running.size() > 2) {
        running.removeFirst().close();
      }
    }
    for (Position position : last) {
      if (position != null) {
        settle(position);
      }
    }
    running.forEach(SyncService::close);
    // then
    assertThat(
            school.value(
                "select sum(revision) from crossfade.record_state where tenant like 'storm-%'"))
        .isEqualTo("720");
    assertThat(
            school.value(
                "select sum(last_sequence) from crossfade.source_progress where holes = '{}' and"
                    + " tenant like 'storm-%'"))
        .isEqualTo("720");
  }
}
