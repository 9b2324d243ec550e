package dev.crossfade.core.event;

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

import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.Take;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResolutionEventsTest {
  private static final Envelope OPERATOR = envelope("d-1", ChangeEvent.OPERATOR, 0);

  private static RecordResolved resolved(Take take) {
    return new RecordResolved(
        OPERATOR,
        STUDENT,
        position(TENANT, 3),
        take.settlesConflict() ? position(TENANT, 5) : null,
        take,
        false,
        "ada",
        "because",
        SCHEMA,
        document("{}"));
  }

  private static Stream<Arguments> malformed() {
    Stream<Arguments> gone =
        Stream.of("ce_base", "ce_conflict", "ce_take", "ce_actor", "ce_reason", "ce_blueprint")
            .map(name -> Arguments.of(Take.MERGED, name, null));
    return Stream.concat(
        gone,
        Stream.of(
            Arguments.of(Take.MERGED, "ce_base", "3"),
            Arguments.of(Take.MERGED, "ce_conflict", "3:04"),
            Arguments.of(Take.MERGED, "ce_take", "MERGED"),
            Arguments.of(Take.MERGED, "ce_take", "both"),
            Arguments.of(Take.MERGED, "ce_take", "repaired"),
            Arguments.of(Take.REPAIRED, "ce_take", "merged"),
            Arguments.of(Take.REPAIRED, "ce_conflict", "3:4"),
            Arguments.of(Take.MERGED, "ce_deleted", "false"),
            Arguments.of(Take.MERGED, "ce_deleted", ""),
            Arguments.of(Take.MERGED, "ce_actor", ""),
            Arguments.of(Take.MERGED, "ce_actor", "x".repeat(201)),
            Arguments.of(Take.MERGED, "ce_actor", "\u0000"),
            Arguments.of(Take.MERGED, "ce_reason", " "),
            Arguments.of(Take.MERGED, "ce_reason", "x".repeat(1_001)),
            Arguments.of(Take.MERGED, "ce_sequence", Attributes.sequence(5)),
            Arguments.of(Take.MERGED, "ce_source", "/sources/browser-1")));
  }

  @ParameterizedTest(name = "{0}, {1} is {2}")
  @DisplayName("A resolution that lacks what it must say is malformed, and its record waits")
  @MethodSource
  void malformed(Take take, String name, @Nullable String value) {
    // given
    LogRecord log = logged(resolved(take), 9);
    List<Header> headers = new ArrayList<>(log.message().headers());
    headers.removeIf(header -> header.name().equals(name));
    if (value != null) {
      headers.add(new Header(name, value.getBytes(UTF_8)));
    }
    Message message = new Message(log.message().key(), headers, log.message().value());

    // when
    Decoded decoded = reader().read(new LogRecord(log.position(), log.appendTime(), message));

    // then
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo(Reason.MALFORMED);
              assertThat(unreadable.record()).isEqualTo(STUDENT);
            });
  }

  @Test
  @DisplayName("No resolution can be built that could not be read")
  void built() {
    RecordResolved sound = resolved(Take.MERGED);
    assertThatThrownBy(() -> with(sound, envelope("e", "browser-1", 0), null, "ada", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> with(sound, envelope("e", ChangeEvent.OPERATOR, 7), null, "ada", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(sound, OPERATOR, position(TENANT, 5), "ada", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(sound, OPERATOR, null, "", "why"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(sound, OPERATOR, null, "ada", "x".repeat(1_001)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(with(sound, OPERATOR, null, "ada", "why").type())
        .isEqualTo("dev.crossfade.record.resolved");
  }

  private static RecordResolved with(
      RecordResolved sound,
      Envelope envelope,
      dev.crossfade.core.log.@Nullable Position conflict,
      String actor,
      String reason) {
    return new RecordResolved(
        envelope,
        sound.record(),
        sound.base(),
        conflict,
        Take.REPAIRED,
        sound.deleted(),
        actor,
        reason,
        sound.schema(),
        sound.data());
  }
}
