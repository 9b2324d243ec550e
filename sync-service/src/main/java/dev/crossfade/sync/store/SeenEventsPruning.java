package dev.crossfade.sync.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code seen_event} from growing for ever: once an hour it forgets ids too old for any
 * decision. Several processes may do so at once.
 */
public final class SeenEventsPruning implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SeenEventsPruning.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("forget-seen-events").daemon().factory());
  private final SyncStore store;
  private final InstantSource clock;

  /** Starts; the first time is an hour from now. */
  public SeenEventsPruning(SyncStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    var _ =
        timer.scheduleWithFixedDelay(
            this::prune, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void prune() {
    try {
      int forgotten = SeenEvents.forget(store.database().dsl(), clock.instant());
      log.debug("{} ids forgotten", forgotten);
    } catch (DataAccessException e) {
      log.debug("not forgotten, PostgreSQL is away; in an hour again");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
