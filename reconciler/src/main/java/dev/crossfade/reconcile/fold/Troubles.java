package dev.crossfade.reconcile.fold;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong since the fold was started last, and what can be done about it. Thread-safe. */
final class Troubles {
  private static final Logger log = LoggerFactory.getLogger(Troubles.class);

  // Guarded by this.
  private final Set<Integer> rewound = new HashSet<>();
  private final Map<Integer, Long> rewinds = new HashMap<>();
  private boolean fault;
  private boolean damaged;

  /** Forgets all of it; answers the handler for what goes wrong from now on. */
  synchronized StreamsUncaughtExceptionHandler newRound(Runnable wake) {
    fault = false;
    damaged = false;
    rewinds.clear();
    return exception -> {
      note(exception);
      wake.run();
      return StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    };
  }

  /** Something ended the fold. */
  synchronized void note(Throwable exception) {
    fault = true;
    StringBuilder kinds = new StringBuilder();
    for (Throwable t = exception; t != null; t = t.getCause()) {
      damaged |= t instanceof ProcessorStateException || t instanceof RocksDBException;
      kinds.append(kinds.isEmpty() ? "" : ", by ").append(t.getClass().getName());
    }
    // A message may quote a key.
    log.warn("The fold stops: {}", kinds);
    log.debug("at {}", (Object) exception.getStackTrace());
  }

  /** The group's place is ahead of a partition's stores: once, it is set back. */
  synchronized void gap(int partition, long next) {
    if (rewound.add(partition)) {
      rewinds.put(partition, next);
    }
  }

  synchronized boolean any() {
    return fault || !rewinds.isEmpty();
  }

  synchronized boolean damaged() {
    return damaged;
  }

  synchronized Map<Integer, Long> rewinds() {
    return Map.copyOf(rewinds);
  }
}
