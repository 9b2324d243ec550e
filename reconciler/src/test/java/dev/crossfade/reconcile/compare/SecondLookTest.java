package dev.crossfade.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecondLookTest {
  private static Difference difference(long at, String expected) {
    return new Difference(
        DifferenceType.DATA_MISMATCH,
        new RecordKey("school-1", "students", "42"),
        null,
        new Position(3, at),
        expected,
        "7 eve",
        List.of());
  }

  @ParameterizedTest(name = "{0}, at {1}, appended: {2} → {3}")
  @DisplayName("I15 only what is the same again, at a position that says so, is confirmed")
  @CsvSource({
    "5 ada, 10, false, Confirmed",
    "5 ada, 10, true, Again",
    "5 ada, 11, true, Confirmed",
    "5 ada, 9, false, Again",
    "10 bob, 11, true, Again",
    "10 bob, 10, false, Again",
  })
  void secondLook(String expected, long at, boolean appended, String comes) {
    // when
    SecondLook look = SecondLook.of(difference(10, "5 ada"), difference(at, expected), appended);
    // then
    assertThat(look.getClass().getSimpleName()).isEqualTo(comes);
  }

  @Test
  @DisplayName("What is equal at the second look is never reported")
  void gone() {
    assertThat(SecondLook.of(difference(10, "5 ada"), null, true)).isEqualTo(new SecondLook.Gone());
  }

  @Test
  @DisplayName("Nobody looks a fourth time")
  void patience() {
    // given
    Difference difference = difference(10, "5 ada");
    SecondLook again = new SecondLook.Again(difference);
    // then
    assertThat(again.after(2)).isEqualTo(again);
    assertThat(again.after(3)).isEqualTo(new SecondLook.Indeterminate(difference));
    assertThat(new SecondLook.Gone().after(3)).isEqualTo(new SecondLook.Gone());
  }
}
