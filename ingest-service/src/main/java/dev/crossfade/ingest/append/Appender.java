package dev.crossfade.ingest.append;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.log.Acknowledgements;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.log.LiveProducer;
import dev.crossfade.kit.log.ProducerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends the events of a request and waits until all are acknowledged. Needs no broker to be
 * there: without one the answer is {@link Appended.Unavailable} within {@link
 * ProducerSettings#DELIVERY}, and the producer finds the broker again by itself. Thread-safe.
 */
public final class Appender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Appender.class);

  private static final Duration WARNING_INTERVAL = Duration.ofSeconds(1);

  private final LiveProducer producer;
  private final Traffic traffic = new Traffic();
  private final AtomicLong lastWarning =
      new AtomicLong(System.nanoTime() - WARNING_INTERVAL.toNanos());

  Appender(Supplier<Producer<byte[], byte[]>> producers) {
    this.producer = new LiveProducer(producers);
  }

  /**
   * An appender with a producer of its own.
   *
   * @param client what reaches and authenticates with the broker
   * @param maxInFlightBytes how much may wait in the producer
   */
  public static Appender open(Map<String, String> client, long maxInFlightBytes) {
    var settings = ProducerSettings.of(client, maxInFlightBytes);
    return new Appender(
        () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** Where events go: a log of changes, with the partitions that it was made with. */
  public record Target(String topic, int partitions) {}

  /**
   * Appends live events, in this order a tenant.
   *
   * @param room is held by the records for as long as the producer keeps them
   */
  public Appended append(Target target, List<ChangeEvent> events, InFlight.Room room)
      throws InterruptedException {
    return append(target, events, room, true);
  }

  /** As {@link #append}, for events that live ones go before. */
  public Appended backfill(Target target, List<ChangeEvent> events, InFlight.Room room)
      throws InterruptedException {
    return append(target, events, room, false);
  }

  /** What goes through here. */
  public Traffic traffic() {
    return traffic;
  }

  private Appended append(Target target, List<ChangeEvent> events, InFlight.Room room, boolean live)
      throws InterruptedException {
    long end = System.nanoTime() + ProducerSettings.DELIVERY.toNanos();
    Acknowledgements acknowledgements = new Acknowledgements(events.size());
    for (int i = 0; i < events.size() && acknowledgements.failure() == null; i++) {
      ProducerRecord<byte[], byte[]> record = record(target, events.get(i));
      Traffic.Flow flow = traffic.flow(target.topic(), record.partition());
      send(record, new Sending(i, acknowledgements, room, flow, live));
    }
    List<Position> positions =
        acknowledgements.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    if (positions != null) {
      return new Appended.Acknowledged(positions);
    }
    warn(target, acknowledgements.failure());
    return new Appended.Unavailable();
  }

  /** Once a second at most: in an outage every request comes by. */
  private void warn(Target target, @Nullable Exception failure) {
    long now = System.nanoTime();
    long last = lastWarning.get();
    if (now - last > WARNING_INTERVAL.toNanos() && lastWarning.compareAndSet(last, now)) {
      String why = failure == null ? "no answer in time" : failure.toString();
      log.warn("{} cannot be appended to: {}", target.topic(), why);
    }
  }

  /** One record on its way. */
  private record Sending(
      int index, Acknowledgements all, InFlight.Room room, Traffic.Flow flow, boolean live) {
    void begin() {
      room.hold();
      if (live) {
        flow.liveSent();
      }
    }

    void end(@Nullable RecordMetadata where, @Nullable Exception failure) {
      room.release();
      if (live) {
        flow.liveDone();
      }
      if (failure != null) {
        all.failed(failure);
      } else if (where != null) {
        flow.acknowledged(where.offset());
        all.acknowledged(index, where);
      }
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record, Sending sending) {
    sending.begin();
    producer.send(record, sending::end);
  }

  private static ProducerRecord<byte[], byte[]> record(Target target, ChangeEvent event) {
    String tenant = event.envelope().source().tenant();
    int partition = Partitioner.partition(tenant, target.partitions());
    return KafkaRecords.write(target.topic(), partition, EventCodec.encode(event));
  }

  /** Sends what is left, within five seconds, and ends the producer. */
  @Override
  public void close() {
    producer.close();
  }
}
