package dev.crossfade.standalone.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.http.Incoming;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.ingest.admit.Admission;
import dev.crossfade.ingest.admit.Caller;
import dev.crossfade.ingest.admit.Judged;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What two devices send, through ingest's rules and sync's apply, into one database. */
@ExtendWith(RealServers.class)
class TwoDevicesIT {
  private static final Path LAB = Path.of("../core/src/test/resources/identities");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Blueprint blueprint = Blueprint.load(LAB);
  private long number;

  @Test
  @DisplayName(
      "I4, I13: each device's task 1 is a record with rows of its own, whoever deletes its")
  void taskOne(TestDatabase server) throws Exception {
    var settings = new DatabaseSettings(server.jdbcUrl(), server.user(), server.password());
    try (Database database = new Database(settings, "test", 2)) {
      // given
      database.migrate();
      database.dsl().execute(Ddl.of(blueprint));
      LogPartition partition = new LogPartition(database.migrationId("lab"), 0);
      Positions.begin(database.dsl(), partition, new Positions.Applied(0, "t", 1), NOW);
      List<ChangeEvent> events = new ArrayList<>();

      // when
      events.add(admit("laptop", "created", task("laptop's", "a", "b")));
      events.add(admit("phone", "created", task("phone's", "c")));
      events.add(admit("laptop", "updated", task("laptop's again", "d")));
      apply(database, partition, 0, events);
      // then
      assertThat(tasks(database)).containsExactly("laptop's again: d", "phone's: c");

      // when
      apply(database, partition, 3, List.of(admit("phone", "deleted", "{\"id\":\"1\"}")));
      // then
      assertThat(tasks(database)).containsExactly("laptop's again: d");
      assertThat(database.dsl().fetchValue("select count(*) from lab.tags")).isEqualTo(1L);
    }
  }

  private static String task(String title, String... tags) {
    return "{\"id\":\"1\",\"title\":\"%s\",\"tags\":[\"%s\"]}"
        .formatted(title, String.join("\",\"", tags));
  }

  private ChangeEvent admit(String device, String kind, String data) {
    Caller caller = Caller.of(new Identity("someone", "t1", Set.of(Role.WRITER)));
    Map<String, String> attributes =
        Map.of(
            "specversion", "1.0",
            "id", "e" + ++number,
            "source", "/sources/" + device,
            "type", "dev.crossfade.record." + kind,
            "subject", "tasks/1");
    Document document = Document.parse(data.getBytes(UTF_8));
    Judged judged =
        new Admission(blueprint, 1, 10_000, caller, null)
            .judge(new Incoming(attributes, document, List.of()));
    return ((Judged.Admitted) judged).event();
  }

  private void apply(
      Database database, LogPartition partition, long from, List<ChangeEvent> events) {
    List<LogRecord> batch = new ArrayList<>();
    for (ChangeEvent event : events) {
      Position position = new Position(0, from + batch.size());
      batch.add(new LogRecord(position, NOW, EventCodec.encode(event)));
    }
    var applier =
        new BatchApplier(
            database,
            () -> new EventReader(1, blueprint.digest()::equals),
            digest -> blueprint,
            () -> NOW);
    assertThat(applier.apply(partition, from, from + batch.size(), batch))
        .isInstanceOf(BatchApplier.Result.Applied.class);
  }

  private static List<String> tasks(Database database) {
    return database
        .dsl()
        .fetch(
            """
            select t.title || ': ' || string_agg(g.tag, ',' order by g.place)
            from lab.tasks t join lab.tags g on g.tenant = t.org and g.task_id = t.id
            group by t.org, t.id order by 1
            """)
        .map(r -> r.get(0, String.class));
  }
}
