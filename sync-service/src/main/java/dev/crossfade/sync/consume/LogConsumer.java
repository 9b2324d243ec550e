package dev.crossfade.sync.consume;

import dev.crossfade.core.log.LogRecord;
import dev.crossfade.kit.fault.ScrubbedFault;
import dev.crossfade.kit.log.KafkaRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the assigned partitions and hands each one's records to its worker. Kafka's group only
 * spreads the work: where a partition stands is in PostgreSQL alone, and the fence is there too, so
 * a member that wakes up late does no harm.
 */
final class LogConsumer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogConsumer.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BATCH_TO_END = Duration.ofSeconds(15);
  private static final Duration LEAVE = Duration.ofSeconds(3);
  private static final int MAX_POLL_RECORDS = 500;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final WorkerFactory factory;
  private final List<String> topics;
  private final Map<TopicPartition, PartitionWorker> workers = new HashMap<>();
  private final AppliedOffsets applied = new AppliedOffsets();
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Makes the worker of an assigned partition. */
  @FunctionalInterface
  interface WorkerFactory {
    PartitionWorker worker(TopicPartition partition, Runnable wakeConsumer);
  }

  LogConsumer(
      Map<String, String> clientProperties,
      ConsumerSettings settings,
      List<String> topics,
      WorkerFactory factory) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.group() + "-" + settings.instance());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A position that is missing or out of range is a fault of the log, never to be skipped.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    properties.put(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) settings.sessionTimeout().toMillis());
    properties.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        (int) settings.sessionTimeout().dividedBy(4).toMillis());
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.factory = factory;
    this.topics = List.copyOf(topics);
    this.thread = Thread.ofPlatform().name("consume").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    consumer.subscribe(topics, new Assignments());
    while (stopping.getCount() > 0) {
      try {
        steer();
        applied.tell(consumer, workers);
        dispatch(consumer.poll(POLL));
      } catch (WakeupException e) {
        // A worker has something to say, or close() was called.
      } catch (InvalidOffsetException e) {
        halt(e);
      } catch (KafkaException e) {
        log.warn("The log cannot be read: {}", ScrubbedFault.line(e));
        pause();
      } catch (RuntimeException e) {
        // A thread that is gone without a word would look like a log at rest.
        log.error("A fault of Crossfade itself: {}", ScrubbedFault.trace(e));
        pause();
      }
    }
    stopWorkers(List.copyOf(workers.keySet()));
    consumer.close(CloseOptions.timeout(LEAVE));
  }

  private void dispatch(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      PartitionWorker worker = workers.get(partition);
      if (worker != null) {
        List<LogRecord> batch = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          batch.add(KafkaRecords.read(record));
        }
        worker.offer(batch);
      }
    }
  }

  /** Seeks where workers ask for it, pauses what is full or not to be applied, resumes the rest. */
  private void steer() {
    workers.forEach(
        (partition, worker) -> {
          worker.checkPause();
          Long seek = worker.takeSeek();
          if (seek != null) {
            consumer.seek(partition, seek);
          }
          boolean paused = consumer.paused().contains(partition);
          if (worker.wantsMore() && (seek != null || worker.started())) {
            if (paused) {
              consumer.resume(List.of(partition));
            }
          } else if (!paused) {
            consumer.pause(List.of(partition));
          }
        });
  }

  private void halt(InvalidOffsetException fault) {
    for (TopicPartition partition : fault.partitions()) {
      PartitionWorker worker = workers.get(partition);
      if (worker != null) {
        worker.halt(
            partition
                + ": the log does not hold the offset that the database is at. Events are missing;"
                + " restore the log.");
      }
      consumer.pause(List.of(partition));
      consumer.seek(partition, 0);
    }
  }

  private void pause() {
    try {
      if (stopping.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("stopping");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopWorkers(Collection<TopicPartition> partitions) {
    applied.forget(partitions);
    List<PartitionWorker> leaving = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      PartitionWorker worker = workers.remove(partition);
      if (worker != null) {
        leaving.add(worker);
      }
    }
    leaving.forEach(PartitionWorker::askToStop);
    // One deadline for all: one after the other they could outlast max.poll.interval.ms.
    long deadline = System.nanoTime() + BATCH_TO_END.toNanos();
    leaving.forEach(worker -> worker.stop(deadline));
  }

  @Override
  public void close() {
    stopping.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Assignments implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        // Nothing is fetched before the worker has said where to begin.
        consumer.seek(partition, 0);
        consumer.pause(List.of(partition));
        PartitionWorker worker = factory.worker(partition, consumer::wakeup);
        workers.put(partition, worker);
        worker.start();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      stopWorkers(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      // Someone else has them already: the fence keeps a late commit out.
      stopWorkers(partitions);
    }
  }
}
