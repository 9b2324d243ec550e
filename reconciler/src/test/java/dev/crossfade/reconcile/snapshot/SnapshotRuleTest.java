package dev.crossfade.reconcile.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.Known;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnapshotRuleTest {
  private static final Watermark THROUGH_5 = new Watermark.Through(5);

  /** {@code ada by X10, X5, Y"bob"}: the record, its maker and where; what is known of whom. */
  private static RecordState state(String words) {
    String[] parts = words.split(", ", -1);
    if (parts[0].equals("absent")) {
      return RecordState.ABSENT;
    }
    if (parts[0].startsWith("held ")) {
      return new RecordState(null, null, null, null, 0, Map.of(), at(parts[0].substring(5)), null);
    }
    String[] made = parts[0].split(" by ", -1);
    Map<String, Known> known = new HashMap<>();
    Position held = null;
    for (String each : List.of(parts).subList(1, parts.length)) {
      if (each.startsWith("held ")) {
        held = at(each.substring(5));
      } else {
        known.put(each.substring(0, 1), known(each.substring(1)));
      }
    }
    return new RecordState(
        at(made[1].substring(1)),
        made[1].substring(0, 1),
        made[0].equals("deleted") ? null : digest(made[0]),
        new SchemaReference(digest("blueprint"), 1),
        1,
        known,
        held,
        null);
  }

  private static Known known(String words) {
    Known.@Nullable Waiting waiting =
        words.endsWith(" waits") ? new Known.Waiting(3, List.of()) : null;
    String rest = words.replace(" waits", "");
    int quote = rest.indexOf('"');
    Digest said = quote < 0 ? null : digest(rest.substring(quote + 1, rest.length() - 1));
    String number = quote < 0 ? rest : rest.substring(0, quote);
    return number.equals("~")
        ? new Known(0, 30, said, waiting, null)
        : new Known(number.isEmpty() ? 0 : Long.parseLong(number), Known.NONE, said, waiting, null);
  }

  private static Digest digest(String of) {
    return Digest.of(of.getBytes(UTF_8));
  }

  private static Position at(String offset) {
    return new Position(3, Long.parseLong(offset));
  }

  @ParameterizedTest(name = "{0} {2} → {1}")
  @DisplayName("A record that X's snapshot through 5 has, in a row at 20")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "ada by X20, X5              | COMPARE        |",
        "ada by X10, X5              | COMPARE        |",
        "ada by X10, X4              | COMPARE        |",
        "ada by X30, X5, Y9          | SUPERSEDED     |",
        "ada by Y10, X5\"ada\", Y9   | COMPARE        |",
        "ada by Y30, X5\"ada\", Y9   | COMPARE        |",
        "ada by X20, X5\"a\", Y9     | COMPARE_FIELDS |",
        "ada by Y20, X5\"a\", Y9     | COMPARE_FIELDS |",
        "deleted by X10, X5          | COMPARE        |",
        "ada by X30, X6              | SUPERSEDED     |",
        "ada by X30, X~              | SUPERSEDED     |",
        "deleted by X30, X6          | SUPERSEDED     |",
        "ada by Y30, X5\"bob\", Y9   | SUPERSEDED     |",
        "ada by Y10, X5\"bob\", Y9   | SUPERSEDED     |",
        "deleted by Y30, X5\"bob\"   | SUPERSEDED     |",
        "ada by Y10, X5\"b\" waits   | CONFLICTING    |",
        "ada by Y10, X5\"bob\"       | CONFLICTING    | conflict",
        "ada by X20, X5              | PARKED         | parked",
        "absent                      | MISSING        |",
        "held 19                     | INDETERMINATE  |",
        "held 21                     | INDETERMINATE  |",
        "ada by X10, X5, held 15     | INDETERMINATE  |",
        "ada by X20, X5, held 25     | COMPARE        |",
      })
  void held(String state, SnapshotRule rule, @Nullable String beside) {
    assertThat(SnapshotRule.of(state(state.strip()), "X", THROUGH_5, 20, beside(beside)))
        .isEqualTo(rule);
  }

  @ParameterizedTest(name = "{0} {2} → {1}")
  @DisplayName("A record that X's snapshot through 5, ended at 25, does not have")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "ada by X10, X5              | EXTRA         |",
        "ada by X10, X3              | EXTRA         |",
        "ada by X24, X5              | EXTRA         |",
        "ada by X26, X5              | NOT_CONCERNED |",
        "ada by X30, X6              | NOT_CONCERNED |",
        "ada by X30, X~              | NOT_CONCERNED |",
        "deleted by X10, X5          | NOT_CONCERNED |",
        "ada by X10, X5, Y9          | NOT_CONCERNED |",
        "ada by X10, X5\"a\"         | NOT_CONCERNED |",
        "ada by Y10, Y5              | NOT_CONCERNED |",
        "ada by X10, X5              | NOT_CONCERNED | conflict",
        "ada by X10, X5              | NOT_CONCERNED | parked",
        "ada by X10, X5, held 15     | NOT_CONCERNED |",
        "absent                      | NOT_CONCERNED |",
      })
  void absent(String state, SnapshotRule rule, @Nullable String beside) {
    assertThat(SnapshotRule.ofAbsent(state(state.strip()), "X", THROUGH_5, 25, beside(beside)))
        .isEqualTo(rule);
  }

  private static Beside beside(@Nullable String words) {
    return new Beside("conflict".equals(words), "parked".equals(words));
  }
}
