package dev.crossfade.sync.consume;

import dev.crossfade.sync.apply.SqlFaults;
import dev.crossfade.sync.store.DecidedTwiceException;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/**
 * How long to wait for PostgreSQL: 1 s, 5 s, then 15 s again and again, each give or take a fifth;
 * a deadlock or a lock not had in time is tried again at once. There is no last attempt: an event
 * is never skipped because a server is away.
 */
final class BackOff {
  private static final long[] STEPS_MS = {1_000, 5_000, 15_000};
  private static final long AT_ONCE_MS = 50;
  private static final double JITTER = 0.2;

  private BackOff() {}

  /**
   * A retry for one worker.
   *
   * @param circuit while it is open it says how long to wait, and for all together
   * @param goOn asked after each failure; the failure is thrown when it answers no
   */
  static Retry retry(String name, DatabaseCircuit circuit, BooleanSupplier goOn) {
    IntervalBiFunction<Object> interval =
        (attempt, outcome) ->
            !circuit.isClosed() || (outcome.isLeft() && SqlFaults.isPassing(outcome.getLeft()))
                ? AT_ONCE_MS
                : waitMs(attempt);
    return Retry.of(
        name,
        RetryConfig.custom()
            .maxAttempts(Integer.MAX_VALUE)
            .intervalBiFunction(interval)
            .retryOnException(fault -> !endsWorker(fault) && goOn.getAsBoolean())
            .build());
  }

  private static boolean endsWorker(Throwable fault) {
    return fault instanceof Halt || fault instanceof DecidedTwiceException;
  }

  /** How long to wait before another attempt, after so many. */
  static long waitMs(int attempts) {
    return jittered(STEPS_MS[Math.clamp(attempts, 1, STEPS_MS.length) - 1]);
  }

  private static long jittered(long ms) {
    return (long) (ms * ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER));
  }
}
