package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values at the edges, straight from the log, past all that ingest refuses: each batch commits, and
 * each record has its row or waits (invariants 1 and 14). The JVM runs in Pacific/Chatham.
 */
@ExtendWith(RealServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeValuesIT {
  private School school;
  private Batches batches;

  @BeforeAll
  void start(TestKafka kafka, TestDatabase database) {
    school = School.open(kafka, database);
    batches = new Batches(school);
  }

  @AfterAll
  void stop() {
    batches.close();
    school.close();
  }

  private String value(String query) {
    return String.valueOf(school.value(query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"capacity\":2147483647",
        "\"capacity\":2147483648",
        "\"capacity\":-2147483649",
        "\"capacity\":1e9",
        "\"capacity\":1e400",
        "\"capacity\":1.5",
        "\"capacity\":-0",
        "\"capacity\":\"7\"",
        "\"capacity\":{\"a\":[]}",
        "\"floor\":9223372036854775808",
        "\"floor\":0.000000000000000000000000000000000000000000000001",
        "\"equipment\":[1e400,-1e-400,0.1,1.10,-0]",
        "\"equipment\":{\"\":{\" \":null},\"a.b\":\"\\\"\\\\\"}",
        "\"equipment\":\"text\"",
        "\"equipment\":null",
        "\"equipment\":99999999999999999999999999999999999999999999999999",
        "\"building\":\"'; drop table school.classrooms; --\"",
        "\"building\":\"$1 ? ?? ?::text {0} :name \\\\x00 E'\\\\n'\"",
        "\"building\":\"\\uFFFF\\uFFFE\\u200B\\u202E\\u0301\"",
        "\"building\":\"\\u0001\\u001F\\u007F\"",
        "\"status\":\"\"",
        "\"status\":\"AVAILABLE\"",
        "\"createdAt\":\"1899-12-31T23:59:59Z\"",
        "\"createdAt\":\"2199-12-31T23:59:59.999999999+00:00\"",
        "\"createdAt\":\"275760-09-13T00:00:00Z\"",
        "\"createdAt\":\"infinity\"",
        "\"createdAt\":\"2026-09-27T02:45:30+12:45\"",
        "\"createdAt\":\"2026-04-05T03:00:00+13:45\"",
        "\"createdAt\":\"2016-12-31T23:59:60Z\"",
        "\"createdAt\":0",
        "\"name\":null",
        "\"name\":[]",
        "\"id\":null",
        "\"id\":\"another\"",
      })
  void rowOrWaits(String members) {
    // given
    String tenant = "edge" + Integer.toUnsignedString(members.hashCode(), 36);
    Batches.Log log = batches.log(tenant);
    String json = "{\"id\":\"x\",\"name\":\"n\"," + members + "}";
    String last = json.replaceFirst("\"name\":\"n\",(\"name\")", "$1");
    last = last.replaceFirst("\\{\"id\":\"x\",(.*\"id\":)", "{$1");
    // when
    log.apply(log.writer().next("classrooms", "x", last));
    log.apply(log.writer().next("classrooms", "y", "{\"id\":\"y\",\"name\":\"n\"}"));
    // then
    String of = " where tenant = '" + tenant + "'";
    assertThat(
            value(
                "select (select count(*) from school.classrooms"
                    + of
                    + ") + (select count(*) from crossfade.parked_write"
                    + of
                    + ") + (select count(*) from crossfade.held_event"
                    + of
                    + ")"))
        .isEqualTo("2");
  }

  @Test
  @DisplayName("ids of 128 characters of four bytes, in every place that has an id")
  void longIds() {
    // given
    String id = "😀".repeat(64);
    String tenant = "𝄞".repeat(64);
    Batches.Log log = batches.log(tenant);
    RecordChange any =
        log.writer().next("classrooms", id, "{\"id\":\"" + id + "\",\"name\":\"n\"}");
    RecordChange change = withEnvelope(any, id, null);
    RecordChange orphan =
        log.writer()
            .next(
                "classes",
                id,
                "{\"id\":\""
                    + id
                    + "\",\"name\":\"n\",\"classroomId\":\""
                    + "ö".repeat(128)
                    + "\"}");
    // when
    log.apply(change, orphan);
    // then
    String of = " where tenant = '" + tenant + "'";
    assertThat(value("select count(*) from school.classrooms" + of)).isEqualTo("1");
    assertThat(value("select count(*) from crossfade.parked_write" + of)).isEqualTo("1");
  }

  @Test
  @DisplayName("128 documents of 256 KiB, as rows and as parked writes")
  void largeDocuments() {
    // given
    Batches.Log log = batches.log("large");
    String text = "ü".repeat(128 << 10);
    // when
    for (int batch = 0; batch < 4; batch++) {
      List<RecordChange> events = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        String id = "c" + (batch * 32 + i);
        String room = i % 2 == 0 ? "" : ",\"classroomId\":\"none\"";
        events.add(
            log.writer()
                .next(
                    "classes",
                    id,
                    "{\"id\":\""
                        + id
                        + "\",\"name\":\"n\""
                        + room
                        + ",\"more\":\""
                        + text
                        + "\"}"));
      }
      log.apply(events);
    }
    // then
    assertThat(value("select count(*) from school.classes where tenant = 'large'")).isEqualTo("64");
    assertThat(value("select count(*) from crossfade.parked_write where tenant = 'large'"))
        .isEqualTo("64");
  }

  @Test
  @DisplayName("a clock in the future is clamped to the append time, one in the past is taken")
  void clocks() {
    // given
    Batches.Log log = batches.log("clocks");
    RecordChange future =
        withEnvelope(
            log.writer().next("classrooms", "f", "{\"id\":\"f\",\"name\":\"future\"}"),
            "f",
            Batches.START.plus(Duration.ofDays(60_000)));
    RecordChange past =
        withEnvelope(
            log.writer().next("classrooms", "p", "{\"id\":\"p\",\"name\":\"past\"}"),
            "p",
            Instant.parse("1900-01-01T00:00:00.123456789Z"));
    // when
    log.apply(future, past);
    // then
    String at = "select created_at at time zone 'UTC' from school.classrooms where name = ";
    assertThat(value(at + "'future' and tenant = 'clocks'")).isEqualTo("2026-01-01 00:00:00");
    assertThat(value(at + "'past' and tenant = 'clocks'")).isEqualTo("1900-01-01 00:00:00.123456");
  }

  @Test
  @DisplayName("a source that leaves out every other number: 1,000 holes, the rest is held")
  void holes() {
    // given
    Batches.Log log = batches.log("holes");
    List<RecordChange> events = new ArrayList<>();
    for (int i = 1; i <= 1_500; i++) {
      RecordChange next = log.writer().next("classrooms", "r", "{\"id\":\"r\",\"name\":\"n\"}");
      log.writer().next("classrooms", "r", "{\"id\":\"r\",\"name\":\"never sent\"}");
      events.add(next);
    }
    // when
    log.apply(events.subList(0, 750));
    log.apply(events.subList(750, 1_500));
    // then
    assertThat(
            value(
                "select cardinality(holes) from crossfade.source_progress where tenant = 'holes'"))
        .isEqualTo("2000");
    assertThat(
            value(
                "select count(*) from crossfade.held_event where tenant = 'holes' and why ="
                    + " 'TOO_MANY_HOLES'"))
        .isEqualTo("499");
  }

  private static RecordChange withEnvelope(
      RecordChange change, String eventId, @Nullable Instant time) {
    Envelope old = change.envelope();
    return new RecordChange(
        new Envelope(eventId, old.source(), old.sequence(), time, null),
        change.record(),
        change.kind(),
        change.basis(),
        change.schema(),
        change.data());
  }
}
