package dev.crossfade.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterIT {
  private School school;
  private SyncService sync;
  private KafkaConsumer<byte[], byte[]> tool;
  private final Map<String, LogRecord> letters = new HashMap<>();

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    sync = school.startSync("one");
    Map<String, Object> settings = new HashMap<>(school.kafka);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    tool = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < School.PARTITIONS; i++) {
      partitions.add(new TopicPartition(school.name + ".dead-letter", i));
    }
    tool.assign(partitions);
  }

  @AfterAll
  void stop() {
    tool.close();
    sync.close();
    school.close();
  }

  /** The letter of an event. */
  private LogRecord letter(Position of) {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              if (letters.containsKey(of.toString())) {
                return true;
              }
              tool.poll(Duration.ofMillis(100))
                  .forEach(
                      record -> {
                        LogRecord read = KafkaRecords.read(record);
                        letters.put(String.valueOf(header(read, "ce_id")), read);
                      });
              return letters.containsKey(of.toString());
            });
    return java.util.Objects.requireNonNull(letters.get(of.toString()));
  }

  private static @Nullable String header(LogRecord record, String name) {
    for (Header header : record.message().headers()) {
      if (header.name().equals(name)) {
        return header.value() == null ? null : new String(header.value(), UTF_8);
      }
    }
    return null;
  }

  @Test
  @DisplayName("a write that is parked, as a CloudEvent with the original in it")
  void parked() {
    // given
    var b = school.source("parked", "b");
    String json = "{\"id\":\"c\",\"name\":\"n\",\"classroomId\":\"none\"}";
    // when
    Position position = b.put("classes", "c", json);
    // then
    LogRecord letter = letter(position);
    assertThat(header(letter, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(letter, "ce_type")).isEqualTo("dev.crossfade.deadletter.parked");
    assertThat(header(letter, "ce_source")).isEqualTo("/migrations/" + school.name);
    assertThat(header(letter, "ce_subject")).isEqualTo("classes/c");
    assertThat(header(letter, "ce_tenant")).isEqualTo("parked");
    assertThat(header(letter, "ce_reason")).isEqualTo("missing-reference");
    assertThat(header(letter, "ce_time")).isNotNull();
    assertThat(header(letter, "content-type")).isEqualTo("application/json");
    assertThat(header(letter, "orig_ce_type")).isEqualTo("dev.crossfade.record.updated");
    assertThat(header(letter, "orig_ce_source")).isEqualTo("/sources/b");
    assertThat(letter.position().partition()).isEqualTo(position.partition());
    assertThat(letter.message().value()).isEqualTo(json.getBytes(UTF_8));
  }

  @Test
  @DisplayName("300 shapes of garbage are told, byte by byte, and hold nothing back")
  void garbage() {
    // given
    Random random = new Random(7);
    Map<Position, Message> sent = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      Message message = garbage(random, i);
      sent.put(school.append(i % School.PARTITIONS, message), message);
    }
    // when
    Position sound =
        school.source("sound", "b").put("classrooms", "r", "{\"id\":\"r\",\"name\":\"n\"}");
    // then
    await().atMost(Duration.ofSeconds(60)).until(() -> school.applied(sound));
    sent.forEach(
        (position, message) -> {
          LogRecord letter = letter(position);
          assertThat(header(letter, "ce_type")).isEqualTo("dev.crossfade.deadletter.held");
          assertThat(header(letter, "ce_reason")).isEqualTo("unreadable");
          assertThat(letter.message().value()).isEqualTo(message.value());
          assertThat(letter.message().key()).isEqualTo(message.key());
          List<String> originals =
              letter.message().headers().stream()
                  .map(Header::name)
                  .filter(name -> name.startsWith("orig_"))
                  .toList();
          assertThat(originals)
              .containsExactlyElementsOf(
                  message.headers().stream().map(h -> "orig_" + h.name()).toList());
        });
    assertThat(
            school.value(
                "select count(*) from crossfade.dead_letter d join crossfade.migration m on m.id ="
                    + " d.migration where m.name = '"
                    + school.name
                    + "' and kind = 'HELD'"))
        .isEqualTo("0");
  }

  private Message garbage(Random random, int i) {
    byte[] value = new byte[random.nextInt(2_000)];
    random.nextBytes(value);
    byte[] key = new byte[random.nextInt(40)];
    random.nextBytes(key);
    List<Header> headers = new ArrayList<>();
    if (i % 3 == 1) {
      headers.addAll(
          EventCodec.encode(
                  school
                      .source("garbled", "g" + i)
                      .next("classrooms", "g" + i, "{\"id\":\"g\",\"name\":\"n\"}"))
              .headers());
    }
    if (i % 3 == 2) {
      byte[] junk = new byte[20];
      random.nextBytes(junk);
      headers.add(new Header("ce_type", junk));
      headers.add(new Header("", null));
      headers.add(new Header("ce_type", null));
      headers.add(new Header("ümlaut", junk));
    }
    return new Message(i % 7 == 0 ? null : key, headers, i % 5 == 0 ? null : value);
  }

  @Test
  @DisplayName("the largest record that the log takes is told as a whole")
  void large() {
    // given
    byte[] value = new byte[1_000_000];
    new Random(1).nextBytes(value);
    // when
    Position position = school.append(0, new Message(null, List.of(), value));
    // then
    assertThat(letter(position).message().value()).isEqualTo(value);
  }
}
