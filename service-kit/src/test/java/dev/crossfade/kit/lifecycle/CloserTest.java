package dev.crossfade.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CloserTest {
  private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
  private final Closer closer = new Closer();

  @Test
  void theLastIsClosedFirstEvenWhenOneFails() {
    // given
    closer.add("a", () -> closed.add("a"));
    closer.add(
        "b",
        () -> {
          closed.add("b");
          throw new IllegalStateException("on purpose");
        });
    closer.add(
        "c",
        () -> {
          closed.add("c");
          throw new AssertionError("an error, on purpose");
        });

    // when
    closer.close();
    closer.close();

    // then
    assertThat(closed).containsExactly("c", "b", "a");
  }

  @Test
  void whatHangsIsInterruptedAndTheRestIsClosed() throws Exception {
    // given
    closer.add("a", () -> closed.add("a"));
    CountDownLatch interrupted = new CountDownLatch(1);
    closer.add(
        "hangs",
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        },
        Duration.ofMillis(50));

    // when
    closer.close();

    // then
    assertThat(closed).containsExactly("a");
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anInterruptedCallerClosesAllTheSame() {
    // given
    closer.add("a", () -> closed.add("a"));
    Thread.currentThread().interrupt();

    // when
    closer.close();

    // then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("a");
  }

  @Test
  void whatComesTooLateIsClosedAtOnce() {
    // given
    closer.close();

    // when, then
    assertThatThrownBy(() -> closer.add("late", () -> closed.add("late")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(closed).containsExactly("late");
  }
}
