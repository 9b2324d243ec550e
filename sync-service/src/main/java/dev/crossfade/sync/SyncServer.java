package dev.crossfade.sync;

import dev.crossfade.kit.process.ServiceProcess;
import java.time.InstantSource;
import java.util.List;

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
   * @throws IllegalStateException in development mode with an address that is not loopback
   * @throws java.io.UncheckedIOException when the port is taken
   */
  public static SyncServer start(SyncSettings settings, ServiceProcess.Settings process) {
    return new SyncServer(
        ServiceProcess.start(
            process,
            List.of(),
            (migrations, registry) ->
                SyncService.start(settings, migrations, registry, InstantSource.system())));
  }

  /** The port listened on. */
  public int port() {
    return process.port();
  }

  /** Takes no more requests, ends the batch in hand, leaves the group, closes the database. */
  @Override
  public void close() {
    process.close();
  }
}
