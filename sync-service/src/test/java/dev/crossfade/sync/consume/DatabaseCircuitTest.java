package dev.crossfade.sync.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DatabaseCircuitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final DatabaseCircuit circuit = new DatabaseCircuit(() -> NOW);

  private static DataAccessException fault(String state) {
    return new DataAccessException("refused", new SQLException("x", state));
  }

  private void fail(String state) {
    assertThat(circuit.tryEnter()).isTrue();
    assertThatThrownBy(
            () ->
                circuit.run(
                    () -> {
                      throw fault(state);
                    }))
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  @DisplayName("the fifth failure in a row opens it, and says since when; metrics show both")
  void opens() {
    // given
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    circuit.bindTo(registry);
    // when
    for (int i = 0; i < 4; i++) {
      fail("08006");
    }
    var before = circuit.standing();
    fail("57P01");
    // then
    assertThat(before).isEqualTo(new DatabaseCircuit.Standing("closed", null));
    assertThat(circuit.standing()).isEqualTo(new DatabaseCircuit.Standing("open", NOW));
    assertThat(circuit.tryEnter()).isFalse();
    assertThat(registry.get("crossfade.circuit.state").gauge().value()).isEqualTo(2);
    assertThat(registry.get("crossfade.circuit.failures").functionCounter().count()).isEqualTo(5);
  }

  @Test
  @DisplayName("what PostgreSQL refuses is no failure, and one that goes well begins the row anew")
  void answered() throws Exception {
    // given // when
    for (int i = 0; i < 10; i++) {
      fail("42P01");
    }
    for (int i = 0; i < 4; i++) {
      fail("08006");
    }
    assertThat(circuit.tryEnter()).isTrue();
    assertThat(circuit.run(() -> "done")).isEqualTo("done");
    for (int i = 0; i < 4; i++) {
      fail("08006");
    }
    // then
    assertThat(circuit.standing().state()).isEqualTo("closed");
  }

  @Test
  @DisplayName("one at a time probes; when that goes well, all go on")
  void probes() throws Exception {
    // given
    for (int i = 0; i < 5; i++) {
      fail("08006");
    }
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch probing = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    List<Thread> workers = new ArrayList<>();
    // when
    for (int i = 0; i < 8; i++) {
      workers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      circuit.enter();
                      circuit.run(
                          () -> {
                            if (answer.getCount() > 0) {
                              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            }
                            probing.countDown();
                            answer.await();
                            return "done";
                          });
                    } catch (Exception e) {
                      most.set(100);
                    }
                  }));
    }
    probing.await();
    var during = circuit.standing();
    answer.countDown();
    // then
    await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(Thread::isAlive));
    assertThat(during).isEqualTo(new DatabaseCircuit.Standing("half-open", NOW));
    assertThat(most).hasValue(1);
    assertThat(circuit.standing()).isEqualTo(new DatabaseCircuit.Standing("closed", null));
  }
}
