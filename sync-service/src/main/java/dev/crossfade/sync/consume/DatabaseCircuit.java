package dev.crossfade.sync.consume;

import dev.crossfade.sync.apply.SqlFaults;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all workers of a process know of PostgreSQL together. After five failures in a row, in
 * whatever partition, nobody asks it any more but one at a time, after 1 s, 5 s, then every 15 s,
 * give or take a fifth; when that goes well, all go on at once. A statement that PostgreSQL refuses
 * is no failure: it has answered. Thread-safe.
 */
public final class DatabaseCircuit {
  private static final Logger log = LoggerFactory.getLogger(DatabaseCircuit.class);
  private static final int FAILURES = 5;
  private static final float ALL = 100;
  private static final long LOOK_EVERY_MS = 100;

  private final CircuitBreaker breaker;
  private final AtomicLong failures = new AtomicLong();

  // Guarded by this.
  private @Nullable Instant since;

  public DatabaseCircuit(InstantSource clock) {
    this.breaker =
        CircuitBreaker.of(
            "database",
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(FAILURES)
                .minimumNumberOfCalls(FAILURES)
                .failureRateThreshold(ALL)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(BackOff::waitMs)
                .recordException(fault -> true)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              var transition = event.getStateTransition();
              changed(transition.getFromState(), transition.getToState(), clock.instant());
            });
  }

  private synchronized void changed(State from, State to, Instant at) {
    if (from == State.CLOSED) {
      since = at;
      log.warn("PostgreSQL failed {} times in a row: one at a time asks it from here on", FAILURES);
    } else if (to == State.CLOSED) {
      since = null;
      log.info("PostgreSQL answers again");
    }
    notifyAll();
  }

  /** What is known of PostgreSQL; {@code since} when it is not {@code closed}. */
  public record Standing(String state, @Nullable Instant since) {}

  /** How it stands now: {@code closed}, {@code half-open} or {@code open}. */
  public synchronized Standing standing() {
    return new Standing(word(breaker.getState()), since);
  }

  /** Whether all ask as they like. */
  boolean isClosed() {
    return breaker.getState() == State.CLOSED;
  }

  /** Takes the right to ask PostgreSQL once, where there is one now; {@link #run} gives it back. */
  boolean tryEnter() {
    return breaker.tryAcquirePermission();
  }

  /** Waits for the right to ask PostgreSQL once; {@link #run} gives it back. */
  void enter() throws InterruptedException {
    while (!breaker.tryAcquirePermission()) {
      synchronized (this) {
        wait(LOOK_EVERY_MS);
      }
    }
  }

  /** Does what the right was taken for, and notes how it went. */
  <T> T run(Callable<T> work) throws Exception {
    long began = breaker.getCurrentTimestamp();
    try {
      T result = work.call();
      succeeded(began);
      return result;
    } catch (Throwable fault) {
      switch (SqlFaults.reach(fault)) {
        case AWAY -> {
          failures.incrementAndGet();
          breaker.onError(breaker.getCurrentTimestamp() - began, breaker.getTimestampUnit(), fault);
        }
        case ANSWERED -> succeeded(began);
        case NOT_ASKED -> breaker.releasePermission();
      }
      throw fault;
    }
  }

  private void succeeded(long began) {
    breaker.onSuccess(breaker.getCurrentTimestamp() - began, breaker.getTimestampUnit());
  }

  /**
   * Asks once, where it is open and time to: a process that has no partition left would never know
   * else.
   *
   * @param answers whether PostgreSQL answers
   */
  public void probe(BooleanSupplier answers) {
    if (!isClosed() && tryEnter()) {
      long began = breaker.getCurrentTimestamp();
      if (answers.getAsBoolean()) {
        succeeded(began);
      } else {
        failures.incrementAndGet();
        breaker.onError(
            breaker.getCurrentTimestamp() - began,
            breaker.getTimestampUnit(),
            new IllegalStateException("no answer"));
      }
    }
  }

  /** Shows state and failures as metrics. */
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("crossfade.circuit.state", this, circuit -> number(circuit.breaker.getState()))
        .description("0 closed, 1 half open, 2 open")
        .tag("name", breaker.getName())
        .register(registry);
    FunctionCounter.builder("crossfade.circuit.failures", failures, AtomicLong::doubleValue)
        .description("How often the server did not answer")
        .tag("name", breaker.getName())
        .register(registry);
  }

  private static int number(State state) {
    return switch (state) {
      case CLOSED, DISABLED, METRICS_ONLY -> 0;
      case HALF_OPEN -> 1;
      case OPEN, FORCED_OPEN -> 2;
    };
  }

  private static String word(State state) {
    return switch (number(state)) {
      case 0 -> "closed";
      case 1 -> "half-open";
      default -> "open";
    };
  }
}
