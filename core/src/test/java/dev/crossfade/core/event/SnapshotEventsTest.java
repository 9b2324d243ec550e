package dev.crossfade.core.event;

import static dev.crossfade.core.event.EventFixtures.PARTITIONS;
import static dev.crossfade.core.event.EventFixtures.SCHEMA;
import static dev.crossfade.core.event.EventFixtures.STUDENT;
import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.document;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.logged;
import static dev.crossfade.core.event.EventFixtures.position;
import static dev.crossfade.core.event.EventFixtures.reader;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.Decoded.Reason;
import dev.crossfade.core.event.Decoded.Unreadable;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotEventsTest {
  private static final Envelope ENVELOPE = envelope("s-1:0:7", "browser-1", 0);
  private static final Snapshot SNAPSHOT = new Snapshot("s-1", new Watermark.Through(41));
  private static final RecordRead ROW =
      new RecordRead(ENVELOPE, STUDENT, SNAPSHOT, SCHEMA, document("{}"));
  private static final SnapshotStarted START = new SnapshotStarted(ENVELOPE, SNAPSHOT);
  private static final SnapshotEnded END = new SnapshotEnded(ENVELOPE, "s-1", document("{}"));

  /** One change of a sound event's message, and what the reader then says. */
  record Case(String name, ChangeEvent event, Header put, Reason reason, boolean tellsRecord) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Case> malformed() {
    int other = (position(TENANT, 0).partition() + 1) % PARTITIONS;
    List<Header> faults = new ArrayList<>();
    for (String id : List.of("", "a b", "a/b", "a:b", "é", "x".repeat(65), "$")) {
      faults.add(header("ce_snapshot", id));
    }
    faults.add(new Header("ce_snapshot", null));
    faults.add(new Header("ce_snapshot", new byte[] {(byte) 0xff}));
    List<Header> marks = new ArrayList<>();
    for (String number :
        List.of("", "-1", "+1", "1.0", "x", "9223372036854775808", "0".repeat(21))) {
      marks.add(header("ce_through", number));
    }
    marks.add(new Header("ce_through", new byte[] {(byte) 0xff}));
    // Both watermarks, though each is sound.
    marks.add(header("ce_asof", position(TENANT, 3).toString()));
    return Stream.of(
            faults.stream().flatMap(h -> Stream.of(fault(ROW, h), fault(START, h), fault(END, h))),
            marks.stream().flatMap(h -> Stream.of(fault(ROW, h), fault(START, h))),
            Stream.of("", "3", "x", other + ":4", position(TENANT, 4).partition() + ":04")
                .map(text -> header("ce_asof", text))
                .flatMap(h -> Stream.of(fault(asOf(ROW), h), fault(asOf(START), h))),
            Stream.of(ROW, START, END)
                .map(event -> fault(event, header("ce_sequence", Attributes.sequence(5)))))
        .flatMap(cases -> cases);
  }

  private static Case fault(ChangeEvent event, Header put) {
    String value = put.value() == null ? "null" : new String(put.value(), UTF_8);
    return new Case(
        event.type() + " " + put.name() + "=" + value,
        event,
        put,
        Reason.MALFORMED,
        event.record() != null);
  }

  private static ChangeEvent asOf(ChangeEvent event) {
    Snapshot snapshot = new Snapshot("s-1", new Watermark.AsOf(position(TENANT, 4)));
    return event instanceof RecordRead
        ? new RecordRead(ENVELOPE, STUDENT, snapshot, SCHEMA, document("{}"))
        : new SnapshotStarted(ENVELOPE, snapshot);
  }

  @ParameterizedTest
  @DisplayName("A watermark or name that is not sound is malformed, and only its record waits")
  @MethodSource
  void malformed(Case bad) {
    // given
    LogRecord log = logged(bad.event(), 9);
    List<Header> headers = new ArrayList<>(log.message().headers());
    headers.add(bad.put());

    // when
    Decoded decoded = reader().read(with(log, log.message().key(), headers, "{}"));

    // then
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo(bad.reason());
              assertThat(unreadable.record()).isEqualTo(bad.tellsRecord() ? STUDENT : null);
              assertThat(unreadable.envelope()).isNotNull();
            });
  }

  @Test
  @DisplayName("An event under the key of something else is misrouted")
  void misrouted() {
    assertReason(ROW, START.messageKey(), "{}", Reason.MISROUTED);
    assertReason(START, ROW.messageKey(), "{}", Reason.MALFORMED);
    assertReason(END, ROW.messageKey(), "{}", Reason.MALFORMED);
    assertReason(ROW, new RecordKey(TENANT, "students", "43").messageKey(), "{}", Reason.MISROUTED);
    assertReason(START, new SourceKey(TENANT, "b").messageKey(), "{}", Reason.MALFORMED);
  }

  @Test
  @DisplayName("Row and audit are JSON objects; a start says all in its headers")
  void data() {
    assertReason(ROW, ROW.messageKey(), "[]", Reason.MALFORMED_DATA);
    assertReason(ROW, ROW.messageKey(), "{\"a\":\"\\u0000\"}", Reason.MALFORMED_DATA);
    assertReason(END, END.messageKey(), "", Reason.MALFORMED_DATA);
    assertThat(read(START, START.messageKey(), "")).isInstanceOf(Event.class);
  }

  @Test
  @DisplayName("A record's change is what it is, whatever a stranger says of snapshots")
  void changeWithStrangeHeaders() {
    // given
    ChangeEvent change =
        EventFixtures.change(envelope("e", "b", 1), STUDENT, Kind.UPDATED, "{\"a\":1}");
    LogRecord log = logged(change, 9);
    List<Header> headers = new ArrayList<>(log.message().headers());
    headers.add(new Header("ce_snapshot", new byte[] {(byte) 0xff}));
    headers.add(header("ce_through", "x"));
    headers.add(header("ce_asof", "x"));

    // when
    Decoded decoded = reader().read(with(log, log.message().key(), headers, "{\"a\":1}"));

    // then
    assertThat(decoded)
        .isInstanceOfSatisfying(Event.class, read -> assertThat(read.event()).isEqualTo(change));
  }

  @Test
  @DisplayName("No event of a snapshot can be built with a number of its source")
  void noNumbers() {
    Envelope numbered = envelope("e", "b", 1);
    assertThatThrownBy(() -> new SnapshotStarted(numbered, SNAPSHOT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SnapshotEnded(numbered, "s-1", document("{}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecordRead(numbered, STUDENT, SNAPSHOT, SCHEMA, document("{}")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Snapshot("a:b", Watermark.UNKNOWN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Watermark.Through(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Limits.checkSnapshot("AZaz09._-")).isNull();
    assertThat(Limits.checkSnapshot("x".repeat(64))).isNull();
  }

  private static void assertReason(ChangeEvent event, byte[] key, String value, Reason reason) {
    assertThat(read(event, key, value))
        .isInstanceOfSatisfying(
            Unreadable.class, unreadable -> assertThat(unreadable.reason()).isEqualTo(reason));
  }

  private static Decoded read(ChangeEvent event, byte[] key, String value) {
    LogRecord log = logged(event, 9);
    return reader().read(with(log, key, log.message().headers(), value));
  }

  private static LogRecord with(
      LogRecord log, byte @Nullable [] key, List<Header> headers, String value) {
    return new LogRecord(
        log.position(), log.appendTime(), new Message(key, headers, value.getBytes(UTF_8)));
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
