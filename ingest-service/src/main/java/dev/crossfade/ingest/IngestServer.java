package dev.crossfade.ingest;

import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.process.ServiceProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ingest service on an HTTP server of its own. Closes in order; safe to close twice. */
public final class IngestServer implements AutoCloseable {
  private final ServiceProcess process;

  private IngestServer(ServiceProcess process) {
    this.process = process;
  }

  /** Where to listen; port 0 takes a free one. */
  public record Address(String bind, int port) {}

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
    return new IngestServer(
        ServiceProcess.start(
            new ServiceProcess.Front(authenticator, address.bind(), address.port()),
            Migrations.open(migrations, kafkaClient, "/services/ingest"),
            List.of(IngestService.openApi()),
            (served, registry) -> IngestService.create(settings, served, kafkaClient, registry)));
  }

  /** The port listened on. */
  public int port() {
    return process.port();
  }

  /** All that it serves: method and template. */
  Set<String> operations() {
    return process.routes().stream()
        .map(route -> route.method() + " " + route.template())
        .collect(Collectors.toSet());
  }

  /** Takes no more requests, lets running ones end, sends what is left, closes the rest. */
  @Override
  public void close() {
    process.close();
  }
}
