package dev.crossfade.core.cutover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told besides where to read, and what became of the switches that had them wait.
 *
 * @param capture whether they capture at all: the kill switch
 * @param queued tenants whose clients keep writes in their outbox
 * @param ended the last 1,000 switches of single tenants that ended, the latest first
 */
public record Clients(boolean capture, Map<String, Queued> queued, List<TenantSwitch.Ended> ended) {
  /** How many are kept. */
  public static final int MAX_ENDED = 1_000;

  /** Capture is on and nobody waits. */
  public static final Clients START = new Clients(true, Map.of(), List.of());

  /**
   * A tenant whose clients wait.
   *
   * @param since since when, by the clock of who wrote it
   * @param order the switch that it is for; null for none
   */
  public record Queued(Instant since, @Nullable TenantSwitch order) {}

  public Clients {
    queued = Map.copyOf(queued);
    ended = List.copyOf(ended);
  }

  /** The switch of a tenant that ended last, as far as that is kept. */
  public Optional<TenantSwitch.Ended> lastOf(String tenant) {
    return ended.stream().filter(one -> one.order().tenant().equals(tenant)).findFirst();
  }

  Clients capturing(boolean on) {
    return new Clients(on, queued, ended);
  }

  /** The first one to ask counts. */
  Clients queueing(String tenant, Queued how) {
    Map<String, Queued> next = new HashMap<>(queued);
    next.putIfAbsent(tenant, how);
    return new Clients(capture, next, ended);
  }

  /**
   * The writes are open again.
   *
   * @param how the switch ended; null where nobody says so
   */
  Clients open(String tenant, TenantSwitch.@Nullable Ended how) {
    Map<String, Queued> next = new HashMap<>(queued);
    next.remove(tenant);
    if (how == null) {
      return new Clients(capture, next, ended);
    }
    List<TenantSwitch.Ended> all = new ArrayList<>(ended.size() + 1);
    all.add(how);
    all.addAll(ended.subList(0, Math.min(ended.size(), MAX_ENDED - 1)));
    return new Clients(capture, next, all);
  }
}
