package dev.crossfade.reconcile.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/reconciling.md, "The life of a difference", line by line. */
class LookTest {
  private static final RecordKey RECORD = new RecordKey("t", "students", "42");

  private static Difference at(long offset, String actual) {
    return new Difference(
        DifferenceType.DATA_MISMATCH,
        RECORD,
        null,
        new Position(3, offset),
        "expected",
        actual,
        List.of());
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("I15 no false alarm: what a later look makes of a suspect")
  @CsvSource({
    "above N in the same way,               100, same,  false, 2, CONFIRMED",
    "above N while the log goes on,         101, same,  true,  2, CONFIRMED",
    "at N and nothing was appended since,    90, same,  false, 2, CONFIRMED",
    "at N and something was appended since,  90, same,  true,  2, AGAIN",
    "at N for the third time,                90, same,  true,  3, INDETERMINATE",
    "below N as of a restored database,      80, same,  false, 2, AGAIN",
    "above N in another way,                100, other, false, 2, AGAIN",
    "in another way for the third time,     100, other, false, 3, INDETERMINATE",
    "in the way of the second look,         100, same,  false, 3, CONFIRMED",
  })
  void looks(String what, long offset, String actual, boolean appended, int looks, Look expected) {
    // given
    Difference first = at(90, "same");
    // when
    Look look = Look.of(first, new Sighting.Differs(at(offset, actual), appended), looks);
    // then
    assertThat(look).as(what).isEqualTo(expected);
  }

  @ParameterizedTest
  @DisplayName("what is the same later was never there; what cannot be seen is looked at again")
  @CsvSource({"2, AGAIN", "3, INDETERMINATE"})
  void goneOrUnseen(int looks, Look unseen) {
    // given
    Difference first = at(90, "same");
    // when // then
    assertThat(Look.of(first, new Sighting.Same(), looks)).isEqualTo(Look.GONE);
    assertThat(Look.of(first, new Sighting.Unseen(), looks)).isEqualTo(unseen);
  }
}
