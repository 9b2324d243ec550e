package dev.crossfade.kit.process;

import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.metrics.Metrics;
import dev.crossfade.kit.migration.Migrations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Services behind one HTTP server, with health and metrics. Closes in order, requests first and the
 * migrations last; safe to close twice.
 */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration SERVICE_STOP = Duration.ofSeconds(30);

  private final Closer closer = new Closer();
  private final List<Route> routes = new ArrayList<>();
  private final Health health = new Health();
  private final HttpServer http;

  /**
   * Where a process listens, and for whom.
   *
   * @param authenticator who says who asks
   * @param bind the address to listen on
   * @param port to listen on; 0 takes a free one
   */
  public record Front(Authenticator authenticator, String bind, int port) {}

  private ServiceProcess(
      Front front, Migrations migrations, List<Route> more, List<Service.Opening> services) {
    try {
      Metrics metrics = closer.add("metrics", new Metrics());
      closer.add("migrations", migrations);
      List<Service> opened = new ArrayList<>();
      for (Service.Opening opening : services) {
        Service service = opening.open(migrations, metrics.registry());
        closer.add("service", service, SERVICE_STOP);
        opened.add(service);
        service.addChecks(health);
        routes.addAll(service.routes());
      }
      routes.addAll(health.routes());
      routes.add(metrics.route());
      routes.addAll(more);
      // Last in, first out: no request runs any more when the services end.
      this.http = closer.add("http", server(front, metrics));
      // Else each stream would be cut off at the end of the time that requests have.
      closer.add("streams", () -> opened.forEach(Service::endStreams));
      http.start();
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  /**
   * Starts to listen; returns at once, whether or not the broker is there.
   *
   * @param migrations those served; this process closes them, also when it does not start
   * @param more routes beside those of the services, of health and of metrics
   * @param services opened in this order, closed in the opposite one
   * @throws IllegalStateException in development mode with an address that is not loopback
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static ServiceProcess start(
      Front front, Migrations migrations, List<Route> more, Service.Opening... services) {
    return new ServiceProcess(front, migrations, more, List.of(services));
  }

  private HttpServer server(Front front, Metrics metrics) {
    return HttpServer.builder()
        .bind(front.bind())
        .port(front.port())
        .authenticator(front.authenticator())
        .observer(metrics.requests())
        .routes(routes)
        .build();
  }

  /** The port listened on. */
  public int port() {
    return http.port();
  }

  /** The checks of all services. */
  public Health health() {
    return health;
  }

  /** All operations that the server answers. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Takes no more requests, lets running ones end, ends the services, closes the rest. */
  @Override
  public void close() {
    closer.close();
  }
}
