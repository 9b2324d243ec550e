package dev.crossfade.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.crossfade.core.golden.GoldenFile;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @Test
  @DisplayName("Positions are written as in the golden file")
  void golden() throws IOException {
    new GoldenFile("positions.txt")
        .line("first", new Position(0, 0).toString())
        .line("some", new Position(3, 1042).toString())
        .line("largest", new Position(Integer.MAX_VALUE, Long.MAX_VALUE).toString())
        .check();
  }

  @Property
  void roundTrip(
      @ForAll @IntRange(min = 0) int partition, @ForAll @LongRange(min = 0) long offset) {
    Position position = new Position(partition, offset);

    assertThat(Position.parse(position.toString())).isEqualTo(position);
  }

  @Property
  void arbitraryTextNeverThrows(@ForAll String text) {
    Position position = Position.parse(text);

    assertThat(position == null || position.offset() >= 0).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1",
        "1:",
        ":1",
        "-1:1",
        "1:-1",
        "+1:1",
        "1:+1",
        " 1:1",
        "1:1 ",
        "1:1:1",
        "a:1",
        "1:a",
        "1.0:1",
        "٣:١",
        "2147483648:1",
        "1:9223372036854775808",
        "01:1",
        "1:00",
        "00000000000000000000000000000:1"
      })
  void anythingElseIsNoPosition(String text) {
    assertThat(Position.parse(text)).isNull();
  }

  @Test
  void noNegativeParts() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Position(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Position(0, -1));
  }
}
