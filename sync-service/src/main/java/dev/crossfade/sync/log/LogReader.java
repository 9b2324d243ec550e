package dev.crossfade.sync.log;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.sync.consume.LogUnreachableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records of the log where they lie, for whoever wants to see an event as it was sent.
 * A few consumers are kept for that, outside of any group; each request has one of them to itself,
 * and waits a bounded time for one and for the broker. Thread-safe.
 */
public final class LogReader implements AutoCloseable {
  private static final int CONSUMERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final int FETCH_BYTES = 256 * 1024;

  /**
   * What lies so close behind the last wanted one is read through: a seek throws the fetch away.
   */
  private static final int NEAR = 500;

  private static final long NOWHERE = -1;

  private final Map<String, Object> properties;
  private final BlockingQueue<Slot> free = new LinkedBlockingQueue<>();

  /**
   * Connects to nothing before the first read.
   *
   * @param client what reaches and authenticates with the broker
   */
  public LogReader(Map<String, String> client) {
    this.properties = new HashMap<>(client);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    for (int i = 0; i < CONSUMERS; i++) {
      free.add(new Slot());
    }
  }

  /**
   * The records at these positions, by position; what the log does not hold (any more, or yet) is
   * left out.
   *
   * @throws LogUnreachableException when the broker does not give them within a few seconds
   */
  public Map<Position, LogRecord> read(String topic, Collection<Position> positions)
      throws InterruptedException {
    if (positions.isEmpty()) {
      return Map.of();
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Slot slot = free.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    if (slot == null) {
      throw new LogUnreachableException("too many read the log at once", null);
    }
    try {
      return slot.read(topic, positions, deadline);
    } finally {
      free.add(slot);
    }
  }

  /** Ends the consumers that no request has. */
  @Override
  public void close() {
    Slot slot = free.poll();
    while (slot != null) {
      slot.end();
      slot = free.poll();
    }
  }

  /** A consumer, or the place for one. Used by one thread at a time. */
  private final class Slot {
    private @Nullable Consumer<byte[], byte[]> consumer;

    Map<Position, LogRecord> read(String topic, Collection<Position> positions, long deadline) {
      Map<TopicPartition, TreeSet<Long>> wanted = new HashMap<>();
      for (Position position : positions) {
        wanted
            .computeIfAbsent(new TopicPartition(topic, position.partition()), p -> new TreeSet<>())
            .add(position.offset());
      }
      try {
        Consumer<byte[], byte[]> mine = consumer();
        Map<Position, LogRecord> found = new HashMap<>();
        for (var one : wanted.entrySet()) {
          found.putAll(read(mine, one.getKey(), one.getValue(), deadline));
        }
        return found;
      } catch (KafkaException e) {
        end();
        throw new LogUnreachableException("the log cannot be read", e);
      }
    }

    private Consumer<byte[], byte[]> consumer() {
      Consumer<byte[], byte[]> mine = consumer;
      if (mine == null) {
        mine =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = mine;
      }
      return mine;
    }

    private static Map<Position, LogRecord> read(
        Consumer<byte[], byte[]> consumer,
        TopicPartition partition,
        NavigableSet<Long> offsets,
        long deadline) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
      offsets.removeIf(offset -> offset >= end);
      Map<Position, LogRecord> found = new HashMap<>();
      long at = NOWHERE;
      while (!offsets.isEmpty()) {
        long next = offsets.first();
        if (at == NOWHERE || next - at > NEAR) {
          consumer.seek(partition, next);
        }
        if (System.nanoTime() >= deadline) {
          throw new LogUnreachableException("the broker did not answer in time", null);
        }
        try {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
            if (offsets.remove(record.offset())) {
              LogRecord read = KafkaRecords.read(record);
              found.put(read.position(), read);
            }
          }
        } catch (InvalidOffsetException e) {
          // Deleted from the log: the consumer of changes tells of that.
          offsets.remove(next);
          at = NOWHERE;
          continue;
        }
        at = consumer.position(partition);
        long now = at;
        offsets.removeIf(offset -> offset < now);
      }
      return found;
    }

    void end() {
      Consumer<byte[], byte[]> mine = consumer;
      consumer = null;
      if (mine != null) {
        mine.close(CloseOptions.timeout(CLOSE));
      }
    }
  }
}
