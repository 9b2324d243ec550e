package dev.crossfade.ingest.client;

import dev.crossfade.ingest.admit.Refusal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who listen, by tenant. Waking them costs their thread, not that of who wakes: a slow reader
 * holds up nobody. Thread-safe.
 */
final class Listeners {
  private static final int RETRY_AFTER_SECONDS = 5;

  private final int most;
  private final int mostOfTenant;
  private final Map<String, Set<Listener>> byTenant = new ConcurrentHashMap<>();

  // Guarded by this.
  private int count;
  private boolean ended;

  /**
   * @param most at once
   * @param mostOfTenant of one tenant, so that the others find room
   */
  Listeners(int most, int mostOfTenant) {
    this.most = most;
    this.mostOfTenant = mostOfTenant;
  }

  /**
   * Listens to what concerns a tenant, in whatever migration. To be closed by who listens.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 503 {@code too-many-streams}
   */
  synchronized Listener listen(String tenant) {
    Set<Listener> of = byTenant.getOrDefault(tenant, Set.of());
    if (ended || count >= most || of.size() >= mostOfTenant) {
      throw Refusal.TOO_MANY_STREAMS
          .problem("As many listen as this process serves. Ask for the answer itself meanwhile.")
          .withRetryAfter(RETRY_AFTER_SECONDS)
          .exception();
    }
    Listener listener = new Listener(gone -> forget(tenant, gone));
    count++;
    byTenant.computeIfAbsent(tenant, t -> ConcurrentHashMap.newKeySet()).add(listener);
    return listener;
  }

  private synchronized void forget(String tenant, Listener listener) {
    Set<Listener> of = byTenant.get(tenant);
    if (of != null && of.remove(listener)) {
      count--;
      if (of.isEmpty()) {
        byTenant.remove(tenant);
      }
    }
  }

  /** Something of one tenant changed. */
  void moved(String tenant) {
    byTenant.getOrDefault(tenant, Set.of()).forEach(Listener::wake);
  }

  /** Something changed that may concern any of them. */
  void allMoved() {
    byTenant.values().forEach(of -> of.forEach(Listener::wake));
  }

  /** How many listen. */
  synchronized int count() {
    return count;
  }

  /** Takes no more of them and tells those that there are to end. */
  synchronized void endAll() {
    ended = true;
    byTenant.values().forEach(of -> of.forEach(Listener::end));
  }
}
