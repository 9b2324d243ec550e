package dev.crossfade.kit.health;

import dev.crossfade.kit.health.HealthCheck.Result;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The checks of a process. Liveness asks whether it should be restarted, readiness whether it
 * should get requests. Safe for many threads.
 */
public final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<String, HealthCheck> live = new ConcurrentSkipListMap<>();
  private final Map<String, HealthCheck> ready = new ConcurrentSkipListMap<>();
  private final Duration patience;

  /** Checks get two seconds. */
  public Health() {
    this(PATIENCE);
  }

  /**
   * Checks get so long.
   *
   * @param patience after which a check counts as down
   */
  public Health(Duration patience) {
    this.patience = patience;
  }

  /** Adds, or replaces, a check that only a restart can mend. */
  public void liveness(String name, HealthCheck check) {
    live.put(name, check);
  }

  /** Adds, or replaces, a check without which the service cannot serve. */
  public void readiness(String name, HealthCheck check) {
    ready.put(name, check);
  }

  /** {@code GET /health/live} and {@code GET /health/ready}: 200, or 503 when a check is down. */
  public List<Route> routes() {
    return List.of(
        Route.get("/health/live", Access.open(), (req, res, who) -> answer(res, live)),
        Route.get("/health/ready", Access.open(), (req, res, who) -> answer(res, ready)));
  }

  /** Runs the readiness checks; in the order of their names. */
  public Map<String, Result> readiness() throws InterruptedException {
    return run(ready);
  }

  private void answer(ServerResponse response, Map<String, HealthCheck> checks)
      throws InterruptedException {
    Map<String, Result> results = run(checks);
    boolean up = results.values().stream().allMatch(Result.Up.class::isInstance);
    List<Map<String, Object>> shown = new ArrayList<>();
    results.forEach((name, result) -> shown.add(shown(name, result)));
    Responses.json(response, up ? 200 : 503, Map.of("status", up ? "up" : "down", "checks", shown));
  }

  private static Map<String, Object> shown(String name, Result result) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", name);
    shown.put("status", status(result));
    shown.put("detail", result.detail());
    if (!result.data().isEmpty()) {
      shown.put("data", result.data());
    }
    return shown;
  }

  private static String status(Result result) {
    return switch (result) {
      case Result.Up up -> "up";
      case Result.Down down -> "down";
    };
  }

  private Map<String, Result> run(Map<String, HealthCheck> checks) throws InterruptedException {
    Map<String, Result> results = new LinkedHashMap<>();
    if (checks.isEmpty()) {
      return results;
    }
    List<String> names = List.copyOf(checks.keySet());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<HealthCheck> inOrder = names.stream().map(checks::get).toList();
      List<Future<Result>> futures =
          threads.invokeAll(
              inOrder.stream().map(c -> (java.util.concurrent.Callable<Result>) c::check).toList(),
              patience.toNanos(),
              TimeUnit.NANOSECONDS);
      for (int i = 0; i < names.size(); i++) {
        results.put(names.get(i), result(futures.get(i)));
      }
    } finally {
      // Not closed: that would wait for a check that hangs.
      threads.shutdownNow();
    }
    return results;
  }

  private Result result(Future<Result> future) throws InterruptedException {
    if (future.isCancelled()) {
      return HealthCheck.down("no answer within " + patience.toMillis() + " ms");
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      return HealthCheck.down("the check failed");
    }
  }
}
