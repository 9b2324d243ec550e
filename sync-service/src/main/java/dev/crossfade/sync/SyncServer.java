package dev.crossfade.sync;

import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.process.ServiceProcess;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The sync service on an HTTP server of its own. Closes in order; safe to close twice. */
public final class SyncServer implements AutoCloseable {
  private final ServiceProcess process;

  private SyncServer(ServiceProcess process) {
    this.process = process;
  }

  /**
   * Starts to consume and to listen; returns at once, whether or not Kafka and PostgreSQL are
   * there.
   *
   * @param migrations the names of those served
   * @throws IllegalStateException in development mode with an address that is not loopback
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static SyncServer start(
      SyncSettings settings, List<String> migrations, ServiceProcess.Front front) {
    return new SyncServer(
        ServiceProcess.start(
            front,
            Migrations.open(migrations, settings.kafka(), "/services/sync"),
            List.of(SyncService.openApi()),
            (served, registry) ->
                SyncService.start(settings, served, registry, InstantSource.system())));
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

  /** Takes no more requests, ends the batch in hand, leaves the group, closes the database. */
  @Override
  public void close() {
    process.close();
  }
}
