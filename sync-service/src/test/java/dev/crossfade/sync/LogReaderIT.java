package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.consume.LogUnreachableException;
import dev.crossfade.sync.log.LogReader;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogReaderIT {
  private static final int MESSAGES = 3_000;

  private School school;
  private LogReader reader;
  private String topic;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    topic = school.name + ".changes";
    reader = new LogReader(school.kafka);
    for (int partition = 0; partition < 2; partition++) {
      List<Message> messages = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        messages.add(message(partition + ":" + i));
      }
      school.appendAll(partition, messages);
    }
  }

  @AfterAll
  void stop() {
    reader.close();
    school.close();
  }

  private static Message message(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Message(null, List.of(new Header("n", bytes)), bytes);
  }

  private static String text(LogRecord record) {
    return new String(
        java.util.Objects.requireNonNull(record.message().value()), StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("records far apart, side by side and of several partitions; none that is not there")
  void several() throws InterruptedException {
    // given
    List<Position> wanted =
        List.of(
            new Position(0, 2_999),
            new Position(0, 0),
            new Position(0, 1),
            new Position(0, 1_700),
            new Position(1, 600),
            new Position(1, MESSAGES),
            new Position(2, 0));
    // when
    Map<Position, LogRecord> found = reader.read(topic, wanted);
    // then
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(wanted.subList(0, 5));
    found.forEach(
        (position, record) -> {
          assertThat(record.position()).isEqualTo(position);
          assertThat(text(record)).isEqualTo(position.toString());
          assertThat(record.message().headers()).hasSize(1);
        });
  }

  @Test
  @DisplayName("many ask at once, each is answered with its own")
  void atOnce() throws Exception {
    // given
    List<Callable<Boolean>> asked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Position position = new Position(i % 2, i * 70L);
      asked.add(
          () ->
              text(java.util.Objects.requireNonNull(
                      reader.read(topic, List.of(position)).get(position)))
                  .equals(position.toString()));
    }
    // when
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // then
      for (var answer : threads.invokeAll(asked)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("a broker that is away is told within seconds")
  void away() {
    // given
    try (LogReader lost = new LogReader(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
      // when // then
      assertThatThrownBy(() -> lost.read(topic, List.of(new Position(0, 0))))
          .isInstanceOf(LogUnreachableException.class);
    }
  }
}
