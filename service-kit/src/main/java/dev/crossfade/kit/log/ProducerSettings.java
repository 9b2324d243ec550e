package dev.crossfade.kit.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The producer's settings: durable, in order, and never longer than a caller waits. */
public final class ProducerSettings {
  /**
   * The longest wait for the log; with the rest of the request it stays below the five seconds in
   * which a 503 is promised.
   */
  public static final Duration DELIVERY = Duration.ofSeconds(4);

  private static final Duration REQUEST = Duration.ofSeconds(3);
  private static final Duration BLOCK = Duration.ofSeconds(2);
  private static final int LINGER_MS = 1;
  private static final int BATCH_BYTES = 128 * 1024;
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;
  private static final long SPARE = 16L * 1024 * 1024;

  private ProducerSettings() {}

  /**
   * The settings, on top of what reaches and authenticates with the broker.
   *
   * @param maxInFlightBytes the producer's memory is above it, so that it never waits for memory
   */
  public static Map<String, Object> of(Map<String, String> client, long maxInFlightBytes) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Order holds up to five with idempotence, failures included.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * maxInFlightBytes + SPARE);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    // Back within a moment of the broker, rather than a second later.
    settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    return settings;
  }
}
