package dev.crossfade.ingest;

import dev.crossfade.ingest.append.Appender;
import dev.crossfade.ingest.append.InFlight;
import dev.crossfade.ingest.client.ClientDesk;
import dev.crossfade.ingest.events.EventCounts;
import dev.crossfade.ingest.events.EventsHandler;
import dev.crossfade.ingest.observe.ObservationsHandler;
import dev.crossfade.ingest.snapshots.SnapshotDesk;
import dev.crossfade.ingest.snapshots.SnapshotsHandler;
import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.health.HealthCheck;
import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.BodyReader;
import dev.crossfade.kit.http.OpenApiRoute;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.process.Service;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Accepts events over HTTP, judges them, appends them to the log, and tells devices where to read;
 * holds no database. Its routes are mounted on a server of its own or on one that others share.
 * Thread-safe.
 */
public final class IngestService implements Service {
  private final Migrations migrations;
  private final Appender appender;
  private final EventsHandler events;
  private final SnapshotDesk desk;
  private final ClientDesk clients;
  private final ObservationsHandler observations;

  private IngestService(
      Migrations migrations,
      Appender appender,
      EventsHandler events,
      SnapshotDesk desk,
      ClientDesk clients,
      ObservationsHandler observations) {
    this.migrations = migrations;
    this.appender = appender;
    this.events = events;
    this.desk = desk;
    this.clients = clients;
    this.observations = observations;
  }

  /**
   * The service. Needs neither broker nor control log to be there yet.
   *
   * @param migrations stay the caller's, to be closed after this
   * @param kafkaClient what reaches and authenticates with the broker
   * @param registry for the service's meters
   */
  public static IngestService create(
      IngestSettings settings,
      Migrations migrations,
      Map<String, String> kafkaClient,
      MeterRegistry registry) {
    InFlight inFlight = new InFlight(settings.maxInFlightBytes(), settings.maxInFlightRequests());
    registry.gauge("crossfade.ingest.in.flight.requests", inFlight, InFlight::requests);
    registry.gauge("crossfade.ingest.in.flight.bytes", inFlight, InFlight::bytes);
    List<String> names = migrations.all().stream().map(Migration::name).toList();
    Appender appender = Appender.open(kafkaClient, settings.maxInFlightBytes());
    EventsHandler events =
        new EventsHandler(
            migrations,
            new BodyReader(settings.maxWireBytes(), settings.maxInflatedBytes()),
            settings.maxDataBytes(),
            inFlight,
            appender,
            new EventCounts(registry, names));
    SnapshotDesk desk =
        new SnapshotDesk(
            settings.snapshots(), settings.maxDataBytes(), appender, kafkaClient, registry, names);
    return new IngestService(
        migrations,
        appender,
        events,
        desk,
        new ClientDesk(migrations, kafkaClient, registry),
        new ObservationsHandler(migrations, kafkaClient, registry, InstantSource.system()));
  }

  @Override
  public List<Route> routes() {
    Access writers = Access.roles(Role.WRITER, Role.IMPORTER);
    List<Route> routes = new ArrayList<>();
    routes.add(Route.post("/v1/{m}/events", writers, events));
    routes.add(
        Route.post("/v1/{m}/snapshots", writers, new SnapshotsHandler(migrations, desk))
            .streaming());
    routes.add(Route.post("/v1/{m}/observations", Access.roles(Role.WRITER), observations));
    routes.addAll(clients.routes());
    return routes;
  }

  /** {@code GET /openapi.yaml}, for a server with no other service on it. */
  public static Route openApi() {
    return OpenApiRoute.of(IngestService.class, "/openapi/ingest.yaml");
  }

  @Override
  public void addChecks(Health health) {
    for (Migration migration : migrations.all()) {
      health.readiness(
          "migration-" + migration.name(),
          () ->
              migration.known()
                  ? HealthCheck.up("control log read")
                  : HealthCheck.down("control log not read, or without log and blueprint"));
    }
  }

  @Override
  public void endStreams() {
    clients.endStreams();
  }

  /** Sends what is left, within five seconds. To be called when no request runs any more. */
  @Override
  public void close() {
    clients.close();
    observations.close();
    desk.close();
    appender.close();
  }
}
