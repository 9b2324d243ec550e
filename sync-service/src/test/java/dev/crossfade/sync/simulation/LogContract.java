package dev.crossfade.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the log in memory and the broker's have in common, as far as anything here relies on it. */
abstract class LogContract {
  /** A log of two partitions, empty. */
  abstract ChangesLogPort log();

  private static Message message(@Nullable String key, String value) {
    return new Message(
        key == null ? null : bytes(key),
        List.of(new Header("ce_id", bytes("1")), new Header("ce_id", bytes("2"))),
        bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> values(List<LogRecord> records) {
    List<String> values = new ArrayList<>();
    for (LogRecord record : records) {
      byte[] value = record.message().value();
      values.add(value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return values;
  }

  @Test
  @DisplayName("what is appended lies in order, at the position that was answered")
  void order() {
    // given
    ChangesLogPort log = log();
    // when
    Position first = log.append(0, message("k", "a"));
    Position second = log.append(0, message("k", "b"));
    Position other = log.append(1, message("k", "c"));
    // then
    assertThat(List.of(first, second, other))
        .containsExactly(new Position(0, 0), new Position(0, 1), new Position(1, 0));
    List<LogRecord> records = log.read(0, 0, 10);
    assertThat(values(records)).containsExactly("a", "b");
    assertThat(records.get(1).position()).isEqualTo(second);
  }

  @Test
  @DisplayName("the same message appended twice lies there twice")
  void duplicates() {
    // given
    ChangesLogPort log = log();
    Message message = message("k", "a");
    // when
    log.append(0, message);
    log.append(0, message);
    // then
    assertThat(values(log.read(0, 0, 10))).containsExactly("a", "a");
  }

  @Test
  @DisplayName("a read is bounded, and the next goes on without a gap")
  void bounded() {
    // given
    ChangesLogPort log = log();
    for (int i = 0; i < 7; i++) {
      log.append(0, message("k", "" + i));
    }
    // when
    List<String> read = new ArrayList<>();
    while (read.size() < 7) {
      List<LogRecord> some = log.read(0, read.size(), 3);
      assertThat(some).hasSizeBetween(1, 3);
      read.addAll(values(some));
    }
    // then
    assertThat(read).containsExactly("0", "1", "2", "3", "4", "5", "6");
  }

  @Test
  @DisplayName("key, headers and value come back as they were, whatever they are")
  void anything() {
    // given
    ChangesLogPort log = log();
    log.append(0, message(null, "no key"));
    log.append(0, new Message(bytes("k"), List.of(), null));
    log.append(0, new Message(bytes("k"), List.of(new Header("h", null)), new byte[] {-1, 0}));
    // when
    List<LogRecord> records = log.read(0, 0, 10);
    // then
    assertThat(records.get(0).message().key()).isNull();
    assertThat(records.get(0).message().headers())
        .extracting(
            header ->
                header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8))
        .containsExactly("1", "2");
    assertThat(records.get(1).message().value()).isNull();
    assertThat(records.get(1).message().headers()).isEmpty();
    assertThat(records.get(2).message().headers().getFirst().value()).isNull();
    assertThat(records.get(2).message().value()).containsExactly(-1, 0);
  }

  @Test
  @DisplayName("at the end there is nothing; behind it is a fault, and nothing is skipped")
  void end() {
    // given
    ChangesLogPort log = log();
    log.append(0, message("k", "a"));
    // when
    var found = log.found(0);
    // then
    assertThat(found.beginning()).isZero();
    assertThat(found.end()).isEqualTo(1);
    assertThat(found.partitions()).isEqualTo(2);
    assertThat(found.topicId()).isEqualTo(log.found(1).topicId());
    assertThat(log.found(1).end()).isZero();
    assertThat(log.read(0, 1, 10)).isEmpty();
    assertThatThrownBy(() -> log.read(0, 5, 10)).isInstanceOf(RuntimeException.class);
  }
}
