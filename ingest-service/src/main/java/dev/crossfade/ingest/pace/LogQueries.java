package dev.crossfade.ingest.pace;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill asks the broker. Connects with the first question, and answers nothing where the
 * broker does not answer in time. Thread-safe.
 */
public final class LogQueries implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Map<String, Object> settings;
  private @Nullable Admin admin; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Nothing is asked yet.
   *
   * @param client what reaches and authenticates with the broker
   */
  public LogQueries(Map<String, String> client) {
    settings = new HashMap<>(client);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
  }

  /** Behind the last event of each partition; empty where the broker does not answer. */
  public Optional<long[]> ends(String topic, int partitions) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, partitions)
            .boxed()
            .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
    return get(admin().listOffsets(asked).all())
        .map(
            found -> {
              long[] ends = new long[partitions];
              found.forEach((where, result) -> ends[where.partition()] = result.offset());
              return ends;
            });
  }

  /** What a consumer group has committed of a topic; empty where the broker does not answer. */
  public Optional<Map<Integer, Long>> committed(String group, String topic)
      throws InterruptedException {
    return get(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .map(
            found -> {
              Map<Integer, Long> committed = new HashMap<>();
              found.forEach(
                  (where, offset) -> {
                    if (where.topic().equals(topic) && offset != null) {
                      committed.put(where.partition(), offset.offset());
                    }
                  });
              return committed;
            });
  }

  private synchronized Admin admin() {
    if (closed) {
      throw new IllegalStateException("asked after it was closed");
    }
    if (admin == null) {
      admin = Admin.create(settings);
    }
    return admin;
  }

  private static <T> Optional<T> get(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return Optional.of(answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    Admin last;
    synchronized (this) {
      closed = true;
      last = admin;
    }
    if (last != null) {
      last.close(TIMEOUT);
    }
  }
}
