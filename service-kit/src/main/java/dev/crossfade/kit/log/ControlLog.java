package dev.crossfade.kit.log;

import dev.crossfade.core.control.ControlEvent;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.fault.ScrubbedFault;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows a migration's control topic and appends to it by compare-and-set: an event names the
 * version it was decided from, and its writer reads it back to see whether it counted. Follows for
 * ever, through any absence of the broker. Thread-safe.
 */
public final class ControlLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ControlLog.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String migration;
  private final TopicPartition partition;
  private final Map<String, Object> client;
  private final String writer;
  private final InstantSource clock;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread follower;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private final Set<String> pending = new HashSet<>();
  private final Map<String, Boolean> counted = new HashMap<>();
  private ControlState state = ControlState.EMPTY;
  private long nextOffset;
  private boolean caughtUp;
  private boolean closed;

  /** What became of an append. */
  public sealed interface Appended {
    /** It counts; this is the state behind it. */
    record Counted(ControlState state) implements Appended {}

    /** Another event came first; the decision has to be made again from this state. */
    record Lost(ControlState state) implements Appended {}
  }

  private ControlLog(
      String migration, Map<String, String> clientProperties, String writer, InstantSource clock) {
    this.migration = migration;
    this.partition = new TopicPartition(new Topics(migration).control(), 0);
    this.client = new HashMap<>(clientProperties);
    this.writer = writer;
    this.clock = clock;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.follower =
        Thread.ofPlatform().name("control-" + migration).daemon().unstarted(this::follow);
  }

  /**
   * Starts to follow; returns at once, whether or not the broker is there.
   *
   * @param writer who appends, a URI reference such as {@code /services/ingest}
   */
  public static ControlLog open(
      String migration, Map<String, String> clientProperties, String writer, InstantSource clock) {
    ControlLog opened = new ControlLog(migration, clientProperties, writer, clock);
    opened.follower.start();
    return opened;
  }

  /** The latest state read. */
  public synchronized ControlState state() {
    return state;
  }

  /**
   * Has something run on the follower's thread whenever the state may be another one. It must be
   * quick, and not fail.
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Whether the topic was read to its end at least once since the start. */
  public synchronized boolean caughtUp() {
    return caughtUp;
  }

  /**
   * Waits until all that was in the topic at the time of the call is read.
   *
   * @return false when that took longer
   */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    long end;
    try (var asking = newConsumer()) {
      end = asking.endOffsets(List.of(partition), atMost).getOrDefault(partition, 0L);
    } catch (KafkaException e) {
      return false;
    }
    return awaitOffset(end, atMost);
  }

  /**
   * Appends an event decided from {@code from} and reads it back.
   *
   * @throws TimeoutException when the broker did not answer in time: whether the event counts shows
   *     in a later state
   */
  public Appended append(ControlState from, String type, ObjectNode data, Duration atMost)
      throws InterruptedException, TimeoutException {
    String id = UUID.randomUUID().toString();
    // Kept to what survives the trip through text.
    var time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ControlEvent event = new ControlEvent(id, writer, type, time, from.version(), data);
    synchronized (this) {
      pending.add(id);
    }
    try (var producer = newProducer(atMost)) {
      var record = KafkaRecords.write(partition.topic(), 0, event.encode(migration));
      long offset = producer.send(record).get(atMost.toMillis(), TimeUnit.MILLISECONDS).offset();
      if (!awaitOffset(offset + 1, atMost)) {
        throw new TimeoutException("The control topic could not be read back in time.");
      }
      return outcome(id);
    } catch (ExecutionException e) {
      throw new TimeoutException("The control event was not acknowledged: " + e.getCause());
    } finally {
      synchronized (this) {
        pending.remove(id);
        counted.remove(id);
      }
    }
  }

  private synchronized Appended outcome(String id) {
    return Boolean.TRUE.equals(counted.get(id))
        ? new Appended.Counted(state)
        : new Appended.Lost(state);
  }

  private synchronized boolean awaitOffset(long offset, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (nextOffset < offset || !caughtUp) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || closed) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void follow() {
    boolean assigned = false;
    while (!isClosed()) {
      try {
        if (!assigned) {
          consumer.assign(List.of(partition));
          consumer.seek(partition, nextOffset());
          assigned = true;
        }
        var records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          replay(record);
        }
        if (!records.isEmpty()) {
          listeners.forEach(Runnable::run);
        }
        settle();
      } catch (WakeupException e) {
        // close() wants the thread to look up.
      } catch (KafkaException e) {
        log.warn("The control topic of {} cannot be read: {}", migration, ScrubbedFault.line(e));
        pause();
      }
    }
    consumer.close();
  }

  private void settle() {
    // Unknown until the first fetch was answered.
    if (consumer.currentLag(partition).orElse(Long.MAX_VALUE) > 0) {
      return;
    }
    synchronized (this) {
      if (!caughtUp) {
        caughtUp = true;
        notifyAll();
      }
    }
  }

  private synchronized void replay(ConsumerRecord<byte[], byte[]> record) {
    ControlEvent event = ControlEvent.decode(KafkaRecords.read(record).message());
    if (event != null) {
      ControlState next = state.replay(event);
      boolean counts = next.version() != state.version();
      state = next;
      if (pending.contains(event.id())) {
        counted.put(event.id(), counts);
      }
    }
    nextOffset = record.offset() + 1;
    notifyAll();
  }

  private synchronized long nextOffset() {
    return nextOffset;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void pause() {
    try {
      if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KafkaConsumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> newProducer(Duration atMost) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, atMost.toMillis());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      closing.countDown();
      notifyAll();
    }
    consumer.wakeup();
    try {
      follower.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
