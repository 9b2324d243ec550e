package dev.crossfade.core.cutover;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What clients are told besides where to read.
 *
 * @param capture whether they capture at all: the kill switch
 * @param queued tenants whose clients keep writes in their outbox, and since when
 */
public record Clients(boolean capture, Map<String, Instant> queued) {
  /** Capture is on and nobody waits. */
  public static final Clients START = new Clients(true, Map.of());

  public Clients {
    queued = Map.copyOf(queued);
  }

  Clients queueing(String tenant, Instant since) {
    Map<String, Instant> next = new HashMap<>(queued);
    next.putIfAbsent(tenant, since);
    return new Clients(capture, next);
  }

  Clients open(String tenant) {
    Map<String, Instant> next = new HashMap<>(queued);
    next.remove(tenant);
    return new Clients(capture, next);
  }
}
