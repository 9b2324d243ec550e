package dev.crossfade.reconcile;

import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.reconcile.run.RunLimits;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a reconciler needs to be told.
 *
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} among them
 * @param connections to PostgreSQL at most
 * @param instance this process among those that share the work; no two at once may have the same
 * @param state the directory of the fold's stores: may be lost, and is made anew from the log then
 */
public record ReconcilerSettings(
    Map<String, String> kafka,
    DatabaseSettings database,
    int connections,
    String instance,
    Path state,
    RunLimits limits) {
  /** Enough for two comparisons and some readers. */
  public static final int CONNECTIONS = 9;

  public ReconcilerSettings {
    kafka = Map.copyOf(kafka);
  }
}
