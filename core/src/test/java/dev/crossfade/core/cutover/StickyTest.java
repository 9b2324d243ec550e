package dev.crossfade.core.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyTest {
  private static final int TENANTS = 1_000_000;

  @ParameterizedTest
  @DisplayName("I9: the known values of the hash")
  @CsvSource({
    "cutover.customers, user-1, 1556463879, 3879",
    "cutover.customers, user-2, 4084941735, 1735",
    "cutover.customers, alice@example.com, 3628330807, 807",
    "grp, 用户1, 1669735857, 5857",
  })
  void known(String salt, String tenant, long hash, int bucket) {
    assertThat(Sticky.hash(salt, tenant)).isEqualTo(hash);
    assertThat(Sticky.bucket(salt, tenant)).isEqualTo(bucket);
  }

  @ParameterizedTest
  @DisplayName("Of a million tenants the share in the cohort is within 0.2 points of what was set")
  @ValueSource(ints = {100, 500, 2_500, 5_000, 9_000})
  void distribution(int basisPoints) {
    // given
    Share share = new Share(Mode.HYBRID, basisPoints);

    // when
    int in = 0;
    for (int i = 0; i < TENANTS; i++) {
      if (share.includes(Sticky.bucket("5f3a9c01d2e4b687", "school-" + i))) {
        in++;
      }
    }

    // then
    assertThat(100.0 * in / TENANTS).isCloseTo(basisPoints / 100.0, within(0.2));
  }

  @Property
  @Label("I9: who is in the cohort at a share is in it at every larger one")
  void nested(
      @ForAll @StringLength(max = 40) String tenant,
      @ForAll @IntRange(max = 10_000) int one,
      @ForAll @IntRange(max = 10_000) int other) {
    int bucket = Sticky.bucket("salt", tenant);
    Share smaller = new Share(Mode.HYBRID, Math.min(one, other));
    Share larger = new Share(Mode.HYBRID, Math.max(one, other));

    assertThat(bucket).isBetween(0, 9_999);
    if (smaller.includes(bucket)) {
      assertThat(larger.includes(bucket)).isTrue();
      assertThat(new Share(Mode.TARGET, 0).includes(bucket)).isTrue();
    }
  }

  @Test
  void ends() {
    for (int bucket : new int[] {0, 5_000, 9_999}) {
      assertThat(new Share(Mode.HYBRID, 0).includes(bucket)).isFalse();
      assertThat(new Share(Mode.HYBRID, 10_000).includes(bucket)).isTrue();
      assertThat(new Share(Mode.LEGACY, 10_000).includes(bucket)).isFalse();
    }
  }
}
