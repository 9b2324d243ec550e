package dev.crossfade.reconcile.fold;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.json.Digest;
import dev.crossfade.kit.migration.Migration;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A migration's log of changes as the broker has it and as the control log says it is, and the
 * places where the fold's group goes on. Every method that asks the broker throws {@link
 * KafkaException} where it does not answer. Thread-safe.
 */
final class ChangesTopic implements LogReader, AutoCloseable {
  private static final int TIMEOUT_SECONDS = 10;
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES = 6;

  private final Migration migration;
  private final String topic;
  private final String group;
  private final Admin admin;

  ChangesTopic(Migration migration, String group, Map<String, String> client) {
    this.migration = migration;
    this.topic = migration.topics().changes();
    this.group = group;
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 1_000);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_SECONDS * 500);
    this.admin = Admin.create(properties);
  }

  private ChangesLog recorded() {
    return migration.log().orElseThrow();
  }

  @Override
  public String topicId() {
    return recorded().topicId();
  }

  @Override
  public int partitions() {
    return recorded().partitions();
  }

  @Override
  public Optional<Blueprint> blueprint(Digest digest) {
    return migration.blueprint(digest);
  }

  @Override
  public long readControlToEnd(int partition) {
    for (int i = 0; i < TRIES; i++) {
      TopicPartition key = new TopicPartition(topic, partition);
      long end = offsets(List.of(key), OffsetSpec.latest()).getOrDefault(key, 0L);
      try {
        if (migration.control().awaitEnd(CONTROL_PATIENCE)) {
          return end;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted", e);
      }
    }
    throw new KafkaException("the control topic cannot be read");
  }

  /** What is wrong with the log, so that nothing of it may be folded; null when it is sound. */
  @Nullable String fault() {
    var found = get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    if (found == null) {
      throw new KafkaException("the broker does not describe " + topic);
    }
    if (!found.topicId().toString().equals(topicId())) {
      return topic
          + " is another topic than the one that the migration was made with (id "
          + found.topicId()
          + " instead of "
          + topicId()
          + "). Restore the topic; do not make it anew.";
    }
    if (found.partitions().size() != partitions()) {
      return topic
          + " has "
          + found.partitions().size()
          + " partitions instead of "
          + partitions()
          + ". Partitions cannot be added to a log.";
    }
    for (var begin : offsets(keys(), OffsetSpec.earliest()).entrySet()) {
      if (begin.getValue() != 0) {
        return begin.getKey()
            + " begins at offset "
            + begin.getValue()
            + ": events were deleted. Its retention must have no end.";
      }
    }
    return shortened();
  }

  private @Nullable String shortened() {
    Map<TopicPartition, Long> ends = offsets(keys(), OffsetSpec.latest());
    for (var place : places().entrySet()) {
      long end = ends.getOrDefault(place.getKey(), 0L);
      if (place.getValue() > end) {
        return place.getKey()
            + " ends at offset "
            + end
            + ", but was folded up to "
            + place.getValue()
            + ": the log has lost events. Restore it.";
      }
    }
    return null;
  }

  /**
   * Lets the group begin at the first event, where it has no place yet. Where there are other
   * members, one of them has done so.
   */
  void seed() {
    Map<TopicPartition, Long> known = places();
    Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
    for (TopicPartition key : keys()) {
      if (!known.containsKey(key)) {
        missing.put(key, new OffsetAndMetadata(0));
      }
    }
    if (!missing.isEmpty()) {
      get(admin.alterConsumerGroupOffsets(group, missing).all());
    }
  }

  /** Sets back where the group goes on. Only while it has no members. */
  void rewind(int partition, long offset) {
    var place = Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset));
    get(admin.alterConsumerGroupOffsets(group, place).all());
  }

  /** Where each partition ends: the offset of the next event. */
  Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new HashMap<>();
    offsets(keys(), OffsetSpec.latest()).forEach((key, end) -> ends.put(key.partition(), end));
    return ends;
  }

  private Map<TopicPartition, Long> places() {
    Map<TopicPartition, Long> places = new HashMap<>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (key, place) -> {
              if (place != null && key.topic().equals(topic)) {
                places.put(key, place.offset());
              }
            });
    return places;
  }

  private List<TopicPartition> keys() {
    return IntStream.range(0, partitions()).mapToObj(i -> new TopicPartition(topic, i)).toList();
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> keys, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    keys.forEach(key -> asked.put(key, spec));
    Map<TopicPartition, Long> found = new HashMap<>();
    get(admin.listOffsets(asked).all()).forEach((key, info) -> found.put(key, info.offset()));
    return found;
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException("the broker refused", e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("the broker did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
