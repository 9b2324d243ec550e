package dev.crossfade.standalone.demo.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
  private static final RecordName ROOM = new RecordName("classrooms", "r-1");

  private final History history = History.inMemory();

  @Test
  @DisplayName("events in order all take effect, the last one is the record's form")
  void inOrder() {
    // given
    acknowledge(1, event(1), event(2));
    acknowledge(2, event(3));

    // when
    RecordExpectation room = history.records().getFirst();

    // then
    assertThat(room.last()).isEqualTo(event(3));
    assertThat(List.of(room.least(), room.most())).containsExactly(3, 3);
  }

  @Test
  @DisplayName("an event that a later one of its source overtook is stale and does not count")
  void overtaken() {
    // given
    acknowledge(1, event(2));
    acknowledge(2, event(1));

    // when
    RecordExpectation room = history.records().getFirst();

    // then
    assertThat(room.last()).isEqualTo(event(2));
    assertThat(List.of(room.least(), room.most())).containsExactly(1, 1);
  }

  @Test
  @DisplayName("a repeated request counts once")
  void repeated() {
    // given
    acknowledge(1, event(1), event(2));
    acknowledge(2, event(1), event(2));

    // when
    RecordExpectation room = history.records().getFirst();

    // then
    assertThat(List.of(room.least(), room.most())).containsExactly(2, 2);
    assertThat(history.acknowledged()).isEqualTo(2);
  }

  @Test
  @DisplayName("a request tried again after a lost answer leaves a doubt about its own order only")
  void lostAnswer() {
    // given
    history.sent(1, List.of(event(1), event(2)));
    acknowledge(1, event(1), event(2));
    acknowledge(2, event(3));

    // when
    RecordExpectation room = history.records().getFirst();

    // then
    assertThat(List.of(room.least(), room.most())).containsExactly(2, 3);
  }

  @Test
  @DisplayName("an event without an answer leaves its record unsettled, a refused one does not")
  void unanswered() {
    // given
    acknowledge(1, event(1));
    history.sent(2, List.of(event(2)));

    // when
    boolean before = history.records().getFirst().settled();
    history.answered(2, List.of(event(2)), Arrays.asList((@Nullable String) null));

    // then
    assertThat(before).isFalse();
    assertThat(history.records().getFirst().settled()).isTrue();
    assertThat(history.sources())
        .containsExactly(new SourceExpectation("school-1", "browser-1", 1, List.of()));
  }

  @Test
  @DisplayName("a deleted record is absent; a number never acknowledged is missing")
  void deletedAndMissing() {
    // given
    acknowledge(1, event(1));
    acknowledge(2, event(3, Kind.DELETED, null));

    // when
    RecordExpectation room = history.records().getFirst();

    // then
    assertThat(room.present()).isFalse();
    assertThat(history.sources().getFirst().missing()).containsExactly(2L);
  }

  @Test
  @DisplayName("a history read from its file says the same, a line cut off at its end or not")
  void file(@TempDir Path directory) throws Exception {
    // given
    Path file = directory.resolve("demo").resolve("history.jsonl");
    try (History writing = History.writing(file)) {
      for (long request = 1; request <= 3; request++) {
        List<WrittenEvent> events = List.of(event(request), event(request + 10));
        writing.sent(request, events);
        writing.answered(request, events, Arrays.asList("3:" + request, null));
      }
      writing.sent(4, List.of(event(4)));
      history.sent(9, List.of(event(9)));
      Files.writeString(directory.resolve("expected"), writing.records() + "" + writing.sources());
    }
    Files.writeString(file, "{\"event\":\"e", java.nio.file.StandardOpenOption.APPEND);

    // when
    History read = History.read(file);

    // then
    assertThat(read.records() + "" + read.sources())
        .isEqualTo(Files.readString(directory.resolve("expected")));
  }

  private void acknowledge(long request, WrittenEvent... events) {
    history.sent(request, List.of(events));
    history.answered(
        request, List.of(events), Arrays.stream(events).map(e -> "3:" + e.sequence()).toList());
  }

  private static WrittenEvent event(long sequence) {
    return event(sequence, Kind.UPDATED, "{\"name\":\"Room " + sequence + "\"}");
  }

  private static WrittenEvent event(long sequence, Kind kind, @Nullable String data) {
    return new WrittenEvent(
        "school-1",
        "browser-1",
        sequence,
        "e" + sequence,
        kind,
        ROOM,
        "2026-11-01T00:00:00Z",
        null,
        data);
  }
}
