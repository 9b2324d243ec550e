package dev.crossfade.reconcile.snapshot;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.KafkaRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the rows of complete snapshots out of the log of changes: what lies in the tenant's
 * partition between a snapshot's markers, and is of it. One snapshot at a time; not thread-safe.
 */
public final class SnapshotRows implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final String topic;
  private final EventReader reader;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param client what reaches and authenticates with the broker
   * @param topic the log of changes
   * @param reader one that knows all blueprints of the control log, read to its end behind the
   *     snapshot
   */
  public SnapshotRows(Map<String, String> client, String topic, EventReader reader) {
    this.topic = topic;
    this.reader = reader;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Takes what is read. */
  public interface Taker {
    /** A row, in the order of the log. */
    void row(SnapshotRow row);

    /** Something about this record that cannot be read: it may have been a row. */
    void unreadable(RecordKey record, long offset);
  }

  /**
   * Gives all rows of a snapshot.
   *
   * @throws KafkaException when the log cannot be read, or does not reach to the end marker
   */
  public void read(SourceKey source, SnapshotState snapshot, Taker taker) {
    Position ended = Objects.requireNonNull(snapshot.ended(), "a complete snapshot has an end");
    TopicPartition partition = new TopicPartition(topic, ended.partition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, snapshot.started().offset() + 1);
    long heard = System.nanoTime();
    long next = snapshot.started().offset() + 1;
    while (next < ended.offset()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() >= ended.offset()) {
          return;
        }
        take(source, snapshot, record, taker);
        next = record.offset() + 1;
        heard = System.nanoTime();
      }
      if (System.nanoTime() - heard > PATIENCE_NANOS) {
        throw new KafkaException("the log of changes does not go on at " + partition + ":" + next);
      }
    }
  }

  private void take(
      SourceKey source,
      SnapshotState snapshot,
      ConsumerRecord<byte[], byte[]> record,
      Taker taker) {
    switch (reader.read(KafkaRecords.read(record))) {
      case Decoded.Event event -> {
        if (event.event() instanceof RecordRead read
            && read.envelope().source().equals(source)
            && read.snapshot().id().equals(snapshot.snapshot().id())) {
          taker.row(new SnapshotRow(record.offset(), event.log().appendTime(), read));
        }
      }
      case Decoded.Unreadable unreadable -> {
        boolean ofSource =
            unreadable.envelope() == null || unreadable.envelope().source().equals(source);
        if (ofSource && unreadable.record() != null) {
          taker.unreadable(unreadable.record(), record.offset());
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
