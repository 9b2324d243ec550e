package dev.crossfade.core.event;

import static dev.crossfade.core.event.EventFixtures.STUDENT;
import static dev.crossfade.core.event.EventFixtures.change;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.logged;
import static dev.crossfade.core.event.EventFixtures.reader;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.Decoded.Event;
import dev.crossfade.core.event.Decoded.Unreadable;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {
  @ParameterizedTest
  @DisplayName("Failure classes 7 and 12: poison is classified, and only its own record is named")
  @MethodSource("dev.crossfade.core.event.Poison#all")
  void classified(Poison poison) {
    // when
    Decoded decoded = reader().read(poison.log());

    // then
    assertThat(decoded)
        .isEqualTo(
            new Unreadable(
                poison.log(),
                poison.reason(),
                poison.told() ? STUDENT : null,
                poison.told() ? envelopeOf(decoded) : null));
    assertThat(envelopeOf(decoded) != null).isEqualTo(poison.told());
  }

  @Test
  @DisplayName("Failure class 12: at least 300 shapes of poison")
  void threeHundred() {
    assertThat(Poison.all().map(Poison::shape).distinct()).hasSizeGreaterThanOrEqualTo(300);
  }

  @ParameterizedTest
  @DisplayName("What is no business of ours hides no event")
  @ValueSource(strings = {"ce_comment", "ce_", "", "CE_ID", "content-type", "x"})
  void strangeHeaders(String name) {
    // given
    RecordChange event = change(envelope("e", "b", 1), STUDENT, Kind.CREATED, "{}");
    LogRecord log = logged(event, 1);
    List<Header> headers = new ArrayList<>(log.message().headers());
    headers.add(new Header(name, new byte[] {(byte) 0xff}));
    headers.add(new Header(name, null));

    // when
    Decoded decoded = reader().read(with(log, headers));

    // then
    assertThat(decoded)
        .isInstanceOfSatisfying(Event.class, read -> assertThat(read.event()).isEqualTo(event));
  }

  @Test
  @DisplayName("Of several headers of a name the last one counts")
  void lastHeaderCounts() {
    // given
    RecordChange event = change(envelope("e", "b", 1), STUDENT, Kind.CREATED, "{}");
    LogRecord log = logged(event, 1);
    List<Header> headers = new ArrayList<>();
    log.message()
        .headers()
        .forEach(header -> headers.add(new Header(header.name(), "?".getBytes(UTF_8))));
    headers.addAll(log.message().headers());

    // when
    Decoded decoded = reader().read(with(log, headers));

    // then
    assertThat(decoded)
        .isInstanceOfSatisfying(Event.class, read -> assertThat(read.event()).isEqualTo(event));
  }

  private static LogRecord with(LogRecord log, List<Header> headers) {
    Message message = new Message(log.message().key(), headers, log.message().value());
    return new LogRecord(log.position(), log.appendTime(), message);
  }

  private static @Nullable Envelope envelopeOf(Decoded decoded) {
    return decoded instanceof Unreadable unreadable ? unreadable.envelope() : null;
  }
}
