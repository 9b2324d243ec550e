package dev.crossfade.ingest.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.SourceKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObservationRateTest {
  private static final SourceKey ONE = new SourceKey("t-1", "one");
  private static final SourceKey TWO = new SourceKey("t-1", "two");
  private static final SourceKey THREE = new SourceKey("t-1", "three");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ObservationRate rate = new ObservationRate(Duration.ofNanos(10), 3, 2, now::get);

  @Test
  void onceAnInterval() {
    // when, then
    assertThat(rate.take(ONE)).isTrue();
    now.addAndGet(9);
    assertThat(rate.take(ONE)).isFalse();
    now.addAndGet(1);
    assertThat(rate.take(ONE)).as("over the end of the clock").isTrue();
  }

  @Test
  void aTenantLeavesRoomForOthers() {
    // when, then
    assertThat(rate.take(ONE)).isTrue();
    assertThat(rate.take(TWO)).isTrue();
    assertThat(rate.take(THREE)).isFalse();
    assertThat(rate.take(new SourceKey("t-2", "one"))).isTrue();
    assertThat(rate.take(new SourceKey("t-3", "one"))).as("as many as there may be").isFalse();
    rate.giveBack(TWO);
    assertThat(rate.take(THREE)).isTrue();
  }
}
