package dev.crossfade.ingest.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
  private static final String TOPIC = "Xk3vGJtnQ0m3hUwCzIpPfA";
  private static final long[] ENDS = {0, 1, 127, 128, 1_042, Long.MAX_VALUE};

  private final String text = new Reach(ENDS).text(TOPIC);

  @Test
  @DisplayName("what an opening says comes back as it was")
  void comesBack() {
    // when
    Reach read = Objects.requireNonNull(Reach.parse(text, TOPIC, ENDS.length));

    // then
    for (int i = 0; i < ENDS.length; i++) {
      assertThat(read.end(i)).isEqualTo(ENDS[i]);
    }
    assertThat(text).matches("[A-Za-z0-9_-]+");
  }

  @Test
  @DisplayName("another log's is refused, and one of another number of partitions")
  void foreign() {
    assertThat(Reach.parse(text, "another", ENDS.length)).isNull();
    assertThat(Reach.parse(text, TOPIC, ENDS.length + 1)).isNull();
    assertThat(Reach.parse(text, TOPIC, ENDS.length - 1)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AQ", "====", "3:1042", "1042,7,0", "\u0000", "AQYAAX+AAQ", "/+/+"})
  void garbage(String garbage) {
    assertThat(Reach.parse(garbage, TOPIC, ENDS.length)).isNull();
  }

  @Test
  @DisplayName("a changed character is noticed")
  void changed() {
    Random random = new Random(7);
    for (int i = 0; i < text.length(); i++) {
      char[] letters = text.toCharArray();
      char other = "ABCDEFGH".charAt(random.nextInt(8));
      letters[i] = letters[i] == other ? 'z' : other;
      Reach read = Reach.parse(new String(letters), TOPIC, ENDS.length);
      // The last character may hold bits that say nothing.
      assertThat(read == null || i == text.length() - 1).as("position %s", i).isTrue();
    }
  }

  @Test
  @DisplayName("a reach beyond the log is none of it")
  void beyond() {
    assertThat(new Reach(new long[] {3, 4}).isWithin(new long[] {3, 4})).isTrue();
    assertThat(new Reach(new long[] {3, 5}).isWithin(new long[] {3, 4})).isFalse();
  }
}
