package dev.crossfade.sync;

import dev.crossfade.database.DatabaseSettings;
import java.time.Duration;
import java.util.Map;

/**
 * What a sync service needs to be told.
 *
 * @param kafka properties of every Kafka client, {@code bootstrap.servers} among them
 * @param connections to PostgreSQL at most, reads and workers together
 * @param instance this process among those that share the work: in logs and as Kafka's client id
 * @param sessionTimeout after which a silent process loses its partitions to others
 */
public record SyncSettings(
    Map<String, String> kafka,
    DatabaseSettings database,
    int connections,
    String instance,
    Duration sessionTimeout) {
  /** The fewest seconds that brokers allow by default: the fence makes a short one harmless. */
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  /** Enough for two workers a core and some readers, on a small machine. */
  public static final int CONNECTIONS = 12;

  public SyncSettings {
    kafka = Map.copyOf(kafka);
  }
}
