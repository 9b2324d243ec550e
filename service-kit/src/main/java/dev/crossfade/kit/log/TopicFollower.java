package dev.crossfade.kit.log;

import dev.crossfade.kit.fault.ScrubbedFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidOffsetException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all of a compacted topic from its beginning, for ever, through any absence of the broker
 * or the topic. What a transaction has not committed is not told. Thread-safe.
 */
public final class TopicFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration NOT_KNOWN = Duration.ofMillis(50);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  private final String topic;
  private final IntSupplier partitions;
  private final Sink sink;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread follower;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean caughtUp;

  // The follower's own.
  private List<TopicPartition> assigned = List.of();
  private final Set<TopicPartition> behind = new HashSet<>();

  /** Where an entry lies. */
  public record Where(int partition, long offset) {}

  /** Who keeps what the topic holds. Called on the follower's thread only. */
  public interface Sink {
    /** All that was told is void: the topic is read from its beginning again. */
    void clear();

    /**
     * An entry took the place of the one under the same key.
     *
     * @param value null: the entry was taken away
     */
    void put(Where where, byte @Nullable [] key, byte @Nullable [] value);
  }

  private TopicFollower(
      String topic, Map<String, String> client, IntSupplier partitions, Sink sink) {
    this.topic = topic;
    this.partitions = partitions;
    this.sink = sink;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.follower = Thread.ofPlatform().name("follow-" + topic).daemon().unstarted(this::follow);
  }

  /**
   * Starts to follow; returns at once, whether or not broker and topic are there.
   *
   * @param client what reaches and authenticates with the broker
   * @param partitions how many the topic has; 0 for as long as that is not known
   */
  public static TopicFollower open(
      String topic, Map<String, String> client, IntSupplier partitions, Sink sink) {
    TopicFollower opened = new TopicFollower(topic, client, partitions, sink);
    opened.follower.start();
    return opened;
  }

  /** Whether each partition was read to its end at least once since it was begun. */
  public boolean caughtUp() {
    return caughtUp;
  }

  private void follow() {
    while (!isClosed()) {
      try {
        if (assigned.isEmpty() && !assign()) {
          pause(NOT_KNOWN);
          continue;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          sink.put(new Where(record.partition(), record.offset()), record.key(), record.value());
        }
        settle();
      } catch (WakeupException e) {
        // close() wants the thread to look up.
      } catch (InvalidOffsetException e) {
        log.warn("{} was cut off where it is read, and is read again", topic);
        startOver();
      } catch (KafkaException e) {
        log.warn("{} cannot be read: {}", topic, ScrubbedFault.line(e));
        pause(PAUSE);
      } catch (RuntimeException e) {
        // What came with this poll would be missing: better nothing is known than less than all.
        log.error(
            "What is in {} could not be taken, and is read again: {}",
            topic,
            ScrubbedFault.trace(e));
        startOver();
        pause(PAUSE);
      }
    }
    consumer.close();
  }

  private boolean assign() {
    int count = partitions.getAsInt();
    List<TopicPartition> all =
        IntStream.range(0, count).mapToObj(p -> new TopicPartition(topic, p)).toList();
    if (all.isEmpty()) {
      return false;
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
    assigned = all;
    behind.addAll(all);
    return true;
  }

  private void startOver() {
    caughtUp = false;
    sink.clear();
    behind.addAll(assigned);
    consumer.seekToBeginning(assigned);
  }

  private void settle() {
    // Unknown until the first fetch was answered.
    if (behind.removeIf(p -> consumer.currentLag(p).orElse(Long.MAX_VALUE) <= 0)
        && behind.isEmpty()) {
      caughtUp = true;
    }
  }

  private boolean isClosed() {
    return closing.getCount() == 0;
  }

  private void pause(Duration length) {
    try {
      if (closing.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      follower.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
