package dev.crossfade.kit.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.observe.Observation;
import dev.crossfade.core.observe.Observation.Requests;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final RecentRequests recent = new RecentRequests();

  private void told(Instant at, @Nullable Requests requests) {
    recent.add(new Observation(at, 0, null, null, requests));
  }

  @Test
  @DisplayName("What devices told of in a span is added up, and who counts nothing adds nothing")
  void sums() {
    // given
    told(NOON, new Requests(100, 1));
    told(NOON.plusSeconds(3), new Requests(10, 2));
    told(NOON.plusSeconds(300), new Requests(1, 1));
    told(NOON.plusSeconds(300), null);

    // when // then
    assertThat(recent.from(NOON)).isEqualTo(new Requests(111, 4));
    assertThat(recent.from(NOON.plusSeconds(10))).isEqualTo(new Requests(1, 1));
    assertThat(recent.from(NOON.plusSeconds(310))).isEqualTo(new Requests(0, 0));
  }

  @Test
  @DisplayName("No number that a device makes up breaks the sum")
  void madeUp() {
    // given
    told(NOON, new Requests(Long.MAX_VALUE, Long.MAX_VALUE));
    told(NOON, new Requests(7, 7));

    // when // then
    assertThat(recent.from(NOON)).isEqualTo(new Requests(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  @Test
  @DisplayName("Ten minutes are kept, whatever comes late; a topic read anew begins anew")
  void kept() {
    // given
    told(NOON.plusSeconds(3_600), new Requests(1, 0));

    // when
    told(NOON, new Requests(100, 100));

    // then
    assertThat(recent.from(Instant.EPOCH)).isEqualTo(new Requests(1, 0));
    recent.clear();
    assertThat(recent.from(Instant.EPOCH)).isEqualTo(new Requests(0, 0));
  }
}
