package dev.crossfade.sync.log;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.Acknowledgements;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.log.LiveProducer;
import dev.crossfade.kit.log.ProducerSettings;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.sync.consume.LogUnreachableException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends what operators decide to the log of changes. Thread-safe. */
public final class LogWriter implements AutoCloseable {
  private static final long IN_FLIGHT_BYTES = 16L * 1024 * 1024;

  private final LiveProducer producer;

  /**
   * Needs no broker to be there.
   *
   * @param client what reaches and authenticates with the broker
   */
  public LogWriter(Map<String, String> client) {
    Map<String, Object> settings = ProducerSettings.of(client, IN_FLIGHT_BYTES);
    this.producer =
        new LiveProducer(
            () ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Appends the events, each to the partition of its tenant, and waits until all are acknowledged
   * by every replica in sync.
   *
   * @return the positions, in the order of the events
   * @throws LogUnreachableException when not all were acknowledged in time; each of them may be in
   *     the log all the same
   */
  public List<Position> append(Migration migration, List<? extends ChangeEvent> events)
      throws InterruptedException {
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    Acknowledgements acknowledgements = new Acknowledgements(events.size());
    for (int i = 0; i < events.size(); i++) {
      ChangeEvent event = events.get(i);
      int index = i;
      int partition = Partitioner.partition(event.envelope().source().tenant(), partitions);
      ProducerRecord<byte[], byte[]> record =
          KafkaRecords.write(migration.topics().changes(), partition, EventCodec.encode(event));
      producer.send(
          record,
          (where, failure) -> {
            if (failure != null) {
              acknowledgements.failed(failure);
            } else {
              acknowledgements.acknowledged(index, where);
            }
          });
    }
    List<Position> positions = acknowledgements.await(ProducerSettings.DELIVERY);
    if (positions == null) {
      throw new LogUnreachableException(
          "the broker has not acknowledged all", acknowledgements.failure());
    }
    return positions;
  }

  @Override
  public void close() {
    producer.close();
  }
}
