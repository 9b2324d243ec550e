package dev.crossfade.kit.process;

import dev.crossfade.kit.health.Health;
import dev.crossfade.kit.http.Route;
import dev.crossfade.kit.migration.Migrations;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** A service as the process sees it that it runs in, alone or beside others. */
public interface Service extends AutoCloseable {
  /** Opens a service; the migrations stay the caller's, to be closed after the service. */
  @FunctionalInterface
  interface Opening {
    Service open(Migrations migrations, MeterRegistry registry);
  }

  /** The service's own operations; those of every process come on top. */
  List<Route> routes();

  /** Adds the checks without which this service cannot serve. */
  void addChecks(Health health);

  /** Ends answers that would go on for ever, and begins no other: the process stops. */
  default void endStreams() {}

  /** Ends the work in hand. To be called when no request runs any more. */
  @Override
  void close();
}
