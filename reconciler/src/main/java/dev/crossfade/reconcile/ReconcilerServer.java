package dev.crossfade.reconcile;

import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.kit.process.ServiceProcess;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The reconciler on an HTTP server of its own. Closes in order; safe to close twice. */
public final class ReconcilerServer implements AutoCloseable {
  private final ServiceProcess process;

  private ReconcilerServer(ServiceProcess process) {
    this.process = process;
  }

  /**
   * Starts to fold and to listen; returns at once, whether or not Kafka and PostgreSQL are there.
   *
   * @param migrations the names of those served
   * @throws IllegalStateException in development mode with an address that is not loopback
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static ReconcilerServer start(
      ReconcilerSettings settings, List<String> migrations, ServiceProcess.Front front) {
    return new ReconcilerServer(
        ServiceProcess.start(
            front,
            Migrations.open(migrations, settings.kafka(), "/services/reconciler"),
            List.of(ReconcilerService.openApi()),
            (served, registry) ->
                ReconcilerService.start(settings, served, registry, InstantSource.system())));
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

  /** Takes no more requests, gives back what is in hand, ends the folds, closes the database. */
  @Override
  public void close() {
    process.close();
  }
}
