package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same log, cut into batches in different ways, leaves the same tables and the same states
 * (failure classes 1, 2 and 14; invariants 4 and 16).
 */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SplitIT {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private School school;
  private Database database;
  private short migration;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase test) {
    school = School.open(kafka, test);
    database =
        new Database(new DatabaseSettings(test.jdbcUrl(), test.user(), test.password()), "test", 4);
    database.migrate();
    migration = database.migrationId(school.name);
  }

  @AfterAll
  void stop() {
    database.close();
    school.close();
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, s -> s + 1).limit(20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sameTables(long seed) throws Exception {
    // given
    String whole = "whole-" + seed;
    String pieces = "pieces-" + seed;
    String single = "single-" + seed;
    // when
    apply(whole, seed, 1_000);
    apply(pieces, seed, 7);
    apply(single, seed, 1);
    // then
    assertThat(tables(whole)).noneMatch(line -> line.startsWith("parked"));
    assertThat(tables(pieces)).isEqualTo(tables(whole));
    assertThat(tables(single)).isEqualTo(tables(whole));
  }

  @Test
  @DisplayName("I7 fencing: a worker that is behind, or ahead, of the position row changes nothing")
  void fenced() throws Exception {
    // given
    String tenant = "fence";
    List<LogRecord> records = records(tenant, 5);
    LogPartition partition = begin(tenant);
    applier().apply(partition, 0, 3, records.subList(0, 3));
    List<String> before = tables(tenant);
    // when
    var behind = applier().apply(partition, 0, records.size(), records);
    var ahead = applier().apply(partition, 4, 6, records.subList(4, 6));
    // then
    assertThat(behind).isInstanceOf(BatchApplier.Result.Fenced.class);
    assertThat(ahead).isInstanceOf(BatchApplier.Result.Fenced.class);
    assertThat(tables(tenant)).isEqualTo(before);
  }

  private void apply(String tenant, long seed, int batch) {
    List<LogRecord> records = records(tenant, seed);
    LogPartition partition = begin(tenant);
    BatchApplier applier = applier();
    for (int from = 0; from < records.size(); from += batch) {
      int to = Math.min(records.size(), from + batch);
      var result = applier.apply(partition, from, to, records.subList(from, to));
      assertThat(result).isInstanceOf(BatchApplier.Result.Applied.class);
    }
  }

  /** Each tenant stands for a log of its own, so that all begin at offset 0. */
  private LogPartition begin(String tenant) {
    short own = database.migrationId(school.name + tenant);
    assertThat(own).isNotEqualTo(migration);
    LogPartition partition = new LogPartition(own, Partitioner.partition(tenant, 3));
    Positions.begin(database.dsl(), partition, new Positions.Applied(0, "t", 3), START);
    return partition;
  }

  private BatchApplier applier() {
    return new BatchApplier(
        database,
        () -> new EventReader(3, school.blueprint.digest()::equals),
        digest -> school.blueprint,
        () -> START);
  }

  /** Creates, updates, deletes, repetitions, overtaking and orphans, by two sources. */
  private List<LogRecord> records(String tenant, long seed) {
    Random random = new Random(seed);
    List<List<RecordChange>> sent = new ArrayList<>();
    for (String source : List.of("a", "b")) {
      School.Source writer = school.source(tenant, source);
      List<RecordChange> events = new ArrayList<>();
      for (int i = 1; i <= 30; i++) {
        events.add(event(writer, i, random));
      }
      for (int swaps = 0; swaps < 6; swaps++) {
        int at = random.nextInt(events.size() - 1);
        events.add(at, events.remove(at + 1));
      }
      for (int repeats = 0; repeats < 6; repeats++) {
        RecordChange again = events.get(random.nextInt(events.size()));
        events.add(random.nextInt(events.size() + 1), again);
      }
      sent.add(events);
    }
    List<LogRecord> log = new ArrayList<>();
    int partition = Partitioner.partition(tenant, 3);
    while (sent.stream().anyMatch(events -> !events.isEmpty())) {
      List<RecordChange> events = sent.get(random.nextInt(2));
      if (!events.isEmpty()) {
        Position position = new Position(partition, log.size());
        Instant at = START.plusSeconds(log.size());
        log.add(new LogRecord(position, at, EventCodec.encode(events.removeFirst())));
      }
    }
    // In the end every parent is there. Before, what has to wait may depend on the cut: of a
    // record's
    // states in one batch only the last is ever written.
    School.Source last = school.source(tenant, "last");
    for (int i = 0; i < 5; i++) {
      String json = "{\"id\":\"r" + i + "\",\"name\":\"last\"}";
      RecordChange room = last.at(i + 1, Kind.UPDATED, "classrooms", "r" + i, json);
      Position position = new Position(partition, log.size());
      log.add(new LogRecord(position, START.plusSeconds(log.size()), EventCodec.encode(room)));
    }
    return log;
  }

  private static RecordChange event(School.Source writer, int number, Random random) {
    boolean child = random.nextBoolean();
    String id = (child ? "c" : "r") + random.nextInt(4);
    Kind kind = random.nextInt(4) == 0 ? Kind.DELETED : Kind.UPDATED;
    String json =
        "{\"id\":\""
            + id
            + "\",\"name\":\"n"
            + number
            + "\""
            + (child ? ",\"classroomId\":\"r" + random.nextInt(5) + "\"" : "")
            + "}";
    return writer.at(number, kind, child ? "classes" : "classrooms", id, json);
  }

  /** Everything that the log decides, as text, without the tenant and the ids derived from it. */
  private List<String> tables(String tenant) throws SQLException {
    String decided =
        "select 'state', domain, id, decided_offset, source, encode(digest, 'hex'), revision,"
            + " reflects from crossfade.record_state where tenant = ? order by domain, id";
    String progress =
        "select 'source', source, last_sequence, taken, holes from crossfade.source_progress where"
            + " tenant = ? order by source";
    String parked =
        "select 'parked', domain, id, decided_offset, reason from crossfade.parked_write where"
            + " tenant = ? order by domain, id";
    String rooms =
        "select 'room', s.id, r.name, r.updated_at from school.classrooms r join"
            + " crossfade.record_state s on s.tenant = r.tenant and s.row_id = r.id where r.tenant"
            + " = ? order by s.id";
    String classes =
        "select 'class', s.id, c.name, p.id from school.classes c join crossfade.record_state s on"
            + " s.tenant = c.tenant and s.row_id = c.id left join crossfade.record_state p on"
            + " p.tenant = c.tenant and p.row_id = c.classroom_id where c.tenant = ? order by s.id";
    List<String> all = new ArrayList<>();
    try (var connection = school.connect()) {
      for (String query : List.of(decided, progress, parked, rooms, classes)) {
        try (var statement = connection.prepareStatement(query)) {
          statement.setString(1, tenant);
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              StringBuilder line = new StringBuilder();
              for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                line.append(rows.getString(i)).append('|');
              }
              all.add(line.toString());
            }
          }
        }
      }
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return all;
  }
}
