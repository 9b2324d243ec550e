package dev.crossfade.kit.metrics;

import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.RequestObserver;
import dev.crossfade.kit.http.Responses;
import dev.crossfade.kit.http.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The metrics of a process, in Prometheus' text format. Safe for many threads. */
public final class Metrics implements AutoCloseable {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final int STATUS_CLASSES = 6;
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  /** A registry with the meters of the JVM and the process. */
  public Metrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Where a service puts its own meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** {@code GET /metrics}, open to all. */
  public Route route() {
    return Route.get(
        "/metrics",
        Access.open(),
        (request, response, who) -> Responses.text(response, 200, CONTENT_TYPE, registry.scrape()));
  }

  /** Times requests as {@code http_server_requests}, by route template and class of status. */
  public RequestObserver requests() {
    return (method, template) -> {
      Timer[] timers = new Timer[STATUS_CLASSES];
      for (int i = 1; i < STATUS_CLASSES; i++) {
        timers[i] =
            Timer.builder("http.server.requests")
                .tag("method", method)
                .tag("route", template)
                .tag("status", i + "xx")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
      }
      return (status, nanos) ->
          timers[Math.clamp(status / 100, 1, STATUS_CLASSES - 1)].record(
              nanos, TimeUnit.NANOSECONDS);
    };
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
