package dev.crossfade.sync.consume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker what topics it has and where they begin and end. Thread-safe. */
public final class TopicLookup implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 10;

  private final Admin admin;

  public TopicLookup(Map<String, String> clientProperties) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1_000);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 500);
    this.admin = Admin.create(properties);
  }

  /**
   * What a topic is, and the range of offsets that one of its partitions holds.
   *
   * @throws LogUnreachableException when the broker does not say
   */
  public LogIdentity.Found find(String topic, int partition) throws InterruptedException {
    var described = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    if (described == null) {
      throw new IllegalStateException("the broker does not describe " + topic);
    }
    TopicPartition key = new TopicPartition(topic, partition);
    long beginning = offsets(List.of(key), OffsetSpec.earliest()).getOrDefault(key, 0L);
    long end = offsets(List.of(key), OffsetSpec.latest()).getOrDefault(key, 0L);
    return new LogIdentity.Found(
        described.topicId().toString(), described.partitions().size(), beginning, end);
  }

  /**
   * Where each partition of a topic ends: the offset of the next record.
   *
   * @throws LogUnreachableException when the broker does not say
   */
  public Map<Integer, Long> ends(String topic, int partitions) throws InterruptedException {
    List<TopicPartition> keys =
        java.util.stream.IntStream.range(0, partitions)
            .mapToObj(i -> new TopicPartition(topic, i))
            .toList();
    Map<Integer, Long> ends = new HashMap<>();
    offsets(keys, OffsetSpec.latest()).forEach((key, end) -> ends.put(key.partition(), end));
    return ends;
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> keys, OffsetSpec spec)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    keys.forEach(key -> asked.put(key, spec));
    Map<TopicPartition, Long> found = new HashMap<>();
    get(admin.listOffsets(asked).all()).forEach((key, info) -> found.put(key, info.offset()));
    return found;
  }

  private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new LogUnreachableException("the broker refused", e.getCause());
    } catch (TimeoutException e) {
      throw new LogUnreachableException("the broker did not answer in time", e);
    }
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ofSeconds(5));
  }
}
