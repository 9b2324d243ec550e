package dev.crossfade.ingest;

import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.http.HttpServer;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.lifecycle.Closer;
import dev.crossfade.kit.metrics.Metrics;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ingest service on an HTTP server of its own. Closes in order; safe to close twice. */
public final class IngestServer implements AutoCloseable {
  private final Closer closer;
  private final HttpServer http;
  private final List<Route> routes;

  private IngestServer(Closer closer, HttpServer http, List<Route> routes) {
    this.closer = closer;
    this.http = http;
    this.routes = List.copyOf(routes);
  }

  /**
   * Starts to listen; returns at once, whether or not the broker is there.
   *
   * @param kafkaClient what reaches and authenticates with the broker
   * @param migrations the names of those served
   * @throws IllegalStateException in development mode with an address that is not loopback
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static IngestServer start(
      IngestSettings settings,
      Map<String, String> kafkaClient,
      List<String> migrations,
      Authenticator authenticator,
      Address address) {
    Closer closer = new Closer();
    try {
      return start(settings, kafkaClient, migrations, authenticator, address, closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  /** Where to listen; port 0 takes a free one. */
  public record Address(String bind, int port) {}

  private static IngestServer start(
      IngestSettings settings,
      Map<String, String> kafkaClient,
      List<String> names,
      Authenticator authenticator,
      Address address,
      Closer closer) {
    Metrics metrics = closer.add("metrics", new Metrics());
    Migrations migrations =
        closer.add(
            "migrations",
            new Migrations(
                names.stream()
                    .map(
                        name ->
                            Migration.open(
                                name, kafkaClient, "/services/ingest", InstantSource.system()))
                    .toList()));
    IngestService service =
        closer.add(
            "ingest", IngestService.create(settings, migrations, kafkaClient, metrics.registry()));
    Health health = new Health();
    service.addChecks(health);
    List<Route> routes = new ArrayList<>(service.routes());
    routes.addAll(health.routes());
    routes.add(metrics.route());
    routes.add(IngestService.openApi());
    HttpServer http =
        HttpServer.builder()
            .bind(address.bind())
            .port(address.port())
            .authenticator(authenticator)
            .observer(metrics.requests())
            .routes(routes)
            .build();
    // Last in, first out: no request runs any more when the producer sends what is left.
    closer.add("http", http);
    http.start();
    return new IngestServer(closer, http, routes);
  }

  /** The port listened on. */
  public int port() {
    return http.port();
  }

  /** All that it serves: method and template. */
  Set<String> operations() {
    return routes.stream()
        .map(route -> route.method() + " " + route.template())
        .collect(Collectors.toSet());
  }

  /** Takes no more requests, lets running ones end, sends what is left, closes the rest. */
  @Override
  public void close() {
    closer.close();
  }
}
