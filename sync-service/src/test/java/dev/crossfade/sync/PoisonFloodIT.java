package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Thousands of events that nobody can read (failure class 12, invariant 14). */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonFloodIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

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

  private static String room(String id) {
    return "{\"id\":\"" + id + "\",\"name\":\"n\"}";
  }

  /** The same event, accepted under a blueprint that was never published. */
  private static Message ofUnknownBlueprint(RecordChange change, int i) {
    Message sound = EventCodec.encode(change);
    List<Header> headers = new ArrayList<>();
    for (Header header : sound.headers()) {
      byte[] value =
          header.name().equals("ce_blueprint")
              ? "%064x".formatted(i + 1).getBytes(StandardCharsets.UTF_8)
              : header.value();
      headers.add(new Header(header.name(), value));
    }
    return new Message(sound.key(), headers, sound.value());
  }

  @Test
  @DisplayName("3,000 events of as many unknown blueprints, and 3,000 that wait behind one of them")
  void unknownBlueprints() {
    // given
    int partition = Partitioner.partition("flood", School.PARTITIONS);
    var b = school.source("flood", "b");
    Position first = b.put("classrooms", "sound", room("sound"));
    await().atMost(PATIENCE).until(() -> school.applied(first));
    List<Message> flood = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      flood.add(ofUnknownBlueprint(b.next("classrooms", "p" + i, room("p" + i)), i));
    }
    for (int i = 0; i < 3_000; i++) {
      flood.add(EventCodec.encode(b.next("classrooms", "p7", room("p7"))));
    }
    // when
    long began = System.nanoTime();
    school.appendAll(partition, flood);
    Position last = b.put("classrooms", "sound", room("sound"));
    await().atMost(PATIENCE).until(() -> school.applied(last));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    // then
    // Asking for each of them anew took 37 s.
    assertThat(took).isLessThan(Duration.ofSeconds(20));
    assertThat(
            school.value(
                "select count(*) filter (where why = 'UNREADABLE') || ' ' || count(*) filter (where"
                    + " why = 'BEHIND_UNREADABLE') from crossfade.held_event where tenant ="
                    + " 'flood'"))
        .isEqualTo("3000 3000");
    assertThat(school.value("select revision from crossfade.record_state where id = 'sound'"))
        .isEqualTo("2");
  }
}
