package dev.crossfade.ingest.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waiting, in a time that only passes when somebody waits. */
class PaceTest {
  private static final Pace.Limits LIMITS =
      new Pace.Limits(2_000, Duration.ofSeconds(30), Duration.ofMillis(20));

  private final ScriptedTime time = new ScriptedTime();
  private final Map<Integer, Long> applied = new HashMap<>();
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, Integer> live = new HashMap<>();
  private final List<Duration> waited = new ArrayList<>();
  private final Pace pace =
      new Pace(
          LIMITS,
          () -> Map.copyOf(applied),
          new Pace.Partitions() {
            @Override
            public long end(int partition) {
              return ends.getOrDefault(partition, 0L);
            }

            @Override
            public int live(int partition) {
              return live.getOrDefault(partition, 0);
            }
          },
          time,
          waited::add);

  /** Lets a script run while time passes. */
  private static final class ScriptedTime implements Ticker {
    private long now = -5;
    private Runnable script = () -> {};

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void pause(Duration length) {
      now += length.toNanos();
      script.run();
    }

    Duration passed() {
      return Duration.ofNanos(now + 5);
    }
  }

  @Test
  @DisplayName("a window goes at once while sync is not more than the limit behind")
  void goesAtOnce() throws InterruptedException {
    // given
    ends.put(1, 5_000L);
    applied.put(1, 3_000L);

    // when
    Pace.Permit permit = pace.await(Map.of(1, 500));

    // then
    assertThat(permit).isNotNull();
    assertThat(time.passed()).isZero();
  }

  @Test
  @DisplayName("it waits while sync is behind, and goes on when sync has caught up")
  void waitsAndGoesOn() throws InterruptedException {
    // given
    ends.put(1, 10_000L);
    applied.put(1, 0L);
    time.script = () -> applied.merge(1, 10L, Long::sum);

    // when
    Pace.Permit permit = pace.await(Map.of(1, 500));

    // then
    assertThat(permit).isNotNull();
    assertThat(10_000 - applied.get(1)).isEqualTo(2_000);
    // 800 looks: longer than the patience, since there was progress all the time.
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(40));
    assertThat(waited).containsExactly(Duration.ofSeconds(40));
  }

  @Test
  @DisplayName("it gives up after 30 seconds without progress")
  void givesUp() throws InterruptedException {
    // given
    ends.put(1, 10_000L);
    applied.put(1, 7_999L);

    // when
    Pace.Permit permit = pace.await(Map.of(1, 500));

    // then
    assertThat(permit).isNull();
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  @DisplayName("a partition of which sync tells nothing is not waited for")
  void unknown() throws InterruptedException {
    // given
    ends.put(1, 1_000_000L);
    ends.put(2, 10L);
    applied.put(2, 10L);

    // when, then
    assertThat(pace.await(Map.of(1, 500, 2, 5))).isNotNull();
    assertThat(time.passed()).isZero();
  }

  @Test
  @DisplayName("windows on their way count too, so that several backfills keep to one limit")
  void shared() throws InterruptedException {
    // given
    ends.put(1, 1_000L);
    applied.put(1, 0L);
    List<Pace.Permit> permits = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      permits.add(pace.await(Map.of(1, 500)));
    }

    // when
    Pace.Permit fourth = pace.await(Map.of(1, 500));
    Pace.Permit elsewhere = pace.await(Map.of(2, 500));
    permits.getFirst().close();
    permits.getFirst().close();
    Pace.Permit fifth = pace.await(Map.of(1, 500));
    Pace.Permit sixth = pace.await(Map.of(1, 500));

    // then
    assertThat(permits).doesNotContainNull();
    assertThat(fourth).isNull();
    assertThat(elsewhere).isNotNull();
    assertThat(fifth).isNotNull();
    assertThat(sixth).isNull();
  }

  @Test
  @DisplayName("it yields to live appends, but not for ever")
  void yields() throws InterruptedException {
    // given
    live.put(1, 7);

    // when
    Pace.Permit permit = pace.await(Map.of(1, 500));

    // then
    assertThat(permit).isNotNull();
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  @DisplayName("it goes as soon as the live appends are done")
  void yieldsBriefly() throws InterruptedException {
    // given
    live.put(1, 2);
    time.script = () -> live.merge(1, -1, Integer::sum);

    // when
    Pace.Permit permit = pace.await(Map.of(1, 500));

    // then
    assertThat(permit).isNotNull();
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(4));
  }
}
