package dev.crossfade.sync.changes;

import dev.crossfade.sync.store.ChangedRecords;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.SyncStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those who listen to a tenant when something of it changed. One thread of the process looks
 * at the positions for all of them: at once when a worker of this process has committed, else five
 * times a second; and asks the journal whom it concerns. Thread-safe.
 */
public final class ChangeWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeWatch.class);
  private static final long LOOK_EVERY_MS = 200;
  private static final long AT_REST_MS = 10;
  private static final Duration STOP = Duration.ofSeconds(5);

  private final SyncStore store;
  private final int most;
  private final Thread thread;

  // Guarded by this.
  private final Map<LogPartition, Map<String, TenantListeners>> listening = new HashMap<>();
  private int streams;
  private boolean moved;
  private boolean started;
  private boolean closed;

  // The thread's own.
  private final Map<LogPartition, Long> seen = new HashMap<>();

  /**
   * @param most listeners at once
   */
  public ChangeWatch(SyncStore store, int most) {
    this.store = store;
    this.most = most;
    this.thread = Thread.ofPlatform().name("change-watch").daemon().unstarted(this::run);
  }

  /** A worker of this process has committed. */
  public synchronized void applied(LogPartition partition) {
    if (listening.containsKey(partition)) {
      moved = true;
      notifyAll();
    }
  }

  /** Listens to a tenant; empty when there are as many as there may be, or all is about to end. */
  synchronized Optional<ChangeListener> listen(LogPartition partition, String tenant) {
    if (closed || streams >= most) {
      return Optional.empty();
    }
    if (!started) {
      started = true;
      thread.start();
    }
    streams++;
    TenantListeners of =
        listening
            .computeIfAbsent(partition, p -> new HashMap<>())
            .computeIfAbsent(tenant, t -> new TenantListeners());
    ChangeListener listener = new ChangeListener(of, () -> forget(partition, tenant));
    of.add(listener);
    notifyAll();
    return Optional.of(listener);
  }

  private synchronized void forget(LogPartition partition, String tenant) {
    streams--;
    Map<String, TenantListeners> tenants = listening.getOrDefault(partition, Map.of());
    TenantListeners of = tenants.get(tenant);
    if (of != null && of.isEmpty()) {
      tenants.remove(tenant);
      if (tenants.isEmpty()) {
        listening.remove(partition);
      }
    }
  }

  /** How many listen. */
  public synchronized int streams() {
    return streams;
  }

  private void run() {
    try {
      while (awaitTurn()) {
        try {
          look();
        } catch (RuntimeException e) {
          // PostgreSQL is away: others tell of that, and what is missed shows in the positions.
          log.debug("Nobody is woken for now: {}", e.getClass().getSimpleName());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it is time to look; false when it is time to end. */
  private synchronized boolean awaitTurn() throws InterruptedException {
    long began = System.nanoTime();
    while (!closed) {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      if (listening.isEmpty()) {
        wait();
      } else if (waited >= LOOK_EVERY_MS || (moved && waited >= AT_REST_MS)) {
        break;
      } else {
        // A busy partition commits more often than anybody has to be told.
        wait((moved ? AT_REST_MS : LOOK_EVERY_MS) - waited);
      }
    }
    moved = false;
    return !closed;
  }

  private void look() {
    Set<Short> migrations = new HashSet<>();
    partitions().forEach(partition -> migrations.add(partition.migration()));
    for (short migration : migrations) {
      // Whoever begins to listen behind this reads behind it too, and has missed nothing.
      Map<Integer, Long> now = Positions.readAll(store.reads().dsl(), migration);
      for (LogPartition partition : partitions()) {
        Long next = now.get(partition.partition());
        if (partition.migration() == migration && next != null) {
          look(partition, next);
        }
      }
    }
    seen.keySet().retainAll(partitions());
  }

  private void look(LogPartition partition, long next) {
    Map<String, TenantListeners> tenants = tenants(partition);
    Long before = seen.get(partition);
    if (before == null || next < before) {
      // Nothing is known yet, or the database was put back.
      tenants.values().forEach(of -> of.moved(next));
    } else if (next > before) {
      Set<String> changed =
          ChangedRecords.tenants(store.reads().dsl(), partition, tenants.keySet(), before, next);
      tenants.forEach(
          (tenant, listeners) -> {
            if (changed.contains(tenant)) {
              listeners.moved(next);
            }
          });
    }
    seen.put(partition, next);
  }

  private synchronized List<LogPartition> partitions() {
    return List.copyOf(listening.keySet());
  }

  private synchronized Map<String, TenantListeners> tenants(LogPartition partition) {
    return Map.copyOf(listening.getOrDefault(partition, Map.of()));
  }

  /** Takes no more listeners and tells those that there are to end. */
  public void endAll() {
    List<TenantListeners> all;
    synchronized (this) {
      closed = true;
      notifyAll();
      all = listening.values().stream().flatMap(tenants -> tenants.values().stream()).toList();
    }
    all.forEach(TenantListeners::end);
  }

  @Override
  public void close() {
    endAll();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
