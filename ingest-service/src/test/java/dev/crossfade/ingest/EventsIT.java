package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.node.ObjectNode;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {
  private final School school;
  private final IngestServer server;
  private final Client client;
  private final String token = Tokens.writer("t-1");

  EventsIT(TestKafka kafka) {
    school = School.create(kafka.bootstrap(), kafka.namespace());
    server = school.serve(IngestSettings.defaults());
    client = new Client(server.port(), school.name());
  }

  @BeforeAll
  void ready() {
    Awaitility.await().until(() -> client.get("/health/ready").status() == 200);
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anEventIsInTheLogWhereTheAnswerSays() {
    // given
    ObjectNode event = Events.student("one").put("base", "0:7").put("changed", "name,email");

    // when
    Answer answer = client.structured(token, event.toString());

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("results").path(0).path("id").asString()).isEqualTo("e-one");
    assertThat(answer.positions()).containsExactly(answer.position());
    RecordChange change = decode(school.at(answer.position()));
    assertThat(change.record().id()).isEqualTo("one");
    assertThat(change.envelope().source().tenant()).isEqualTo("t-1");
    assertThat(change.schema().blueprint()).isEqualTo(School.BLUEPRINT.digest());
    assertThat(new String(change.data().bytes(), UTF_8)).isEqualTo(event.get("data").toString());
  }

  private static RecordChange decode(LogRecord record) {
    EventReader reader = new EventReader(School.PARTITIONS, School.BLUEPRINT.digest()::equals);
    Decoded decoded = reader.read(record);
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return (RecordChange) ((Decoded.Event) decoded).event();
  }
}
