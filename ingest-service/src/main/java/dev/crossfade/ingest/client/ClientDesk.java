package dev.crossfade.ingest.client;

import dev.crossfade.kit.http.Access;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.identity.Role;
import dev.crossfade.kit.migration.Migrations;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Tells devices where to read, from Kafka alone: by request, as a stream, and by the OpenFeature
 * Remote Evaluation Protocol. Thread-safe.
 */
public final class ClientDesk implements AutoCloseable {
  /** Each is a connection, and a thread that costs next to nothing. */
  private static final int STREAMS = 2_000;

  private static final int STREAMS_OF_TENANT = STREAMS / 4;

  private final Listeners listeners = new Listeners(STREAMS, STREAMS_OF_TENANT);
  private final ServedDecisions served;
  private final ClientHandler client;
  private final OfrepHandler ofrep;

  /**
   * Follows what the decisions depend on from now on; returns at once, whether or not the broker is
   * there.
   *
   * @param kafkaClient what reaches and authenticates with the broker
   */
  public ClientDesk(
      Migrations migrations, Map<String, String> kafkaClient, MeterRegistry registry) {
    this.served = new ServedDecisions(migrations, kafkaClient, listeners, registry);
    this.client = new ClientHandler(served, listeners);
    this.ofrep = new OfrepHandler(served, listeners, new StreamTicket(InstantSource.system()));
    registry.gauge("crossfade.ingest.streams", listeners, Listeners::count);
  }

  /** Its operations. */
  public List<Route> routes() {
    Access.Roles devices = Access.roles(Role.READER, Role.WRITER, Role.OPERATOR, Role.ADMIN);
    return List.of(
        Route.get("/v1/{m}/client", devices, client::answer),
        Route.get("/v1/{m}/client/stream", devices, client::stream),
        Route.post("/ofrep/v1/evaluate/flags", devices.orApiKey(), ofrep::all),
        Route.post("/ofrep/v1/evaluate/flags/{key}", devices.orApiKey(), ofrep::one),
        // Whose ticket it is stands in the ticket.
        Route.get(OfrepHandler.STREAM, Access.open(), ofrep::stream));
  }

  /** Ends the streams, and begins no other. */
  public void endStreams() {
    listeners.endAll();
  }

  @Override
  public void close() {
    listeners.endAll();
    served.close();
  }
}
