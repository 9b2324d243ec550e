package dev.crossfade.ingest.append;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.log.Topics;
import dev.crossfade.ingest.append.Appender.Target;
import dev.crossfade.kit.log.ProducerSettings;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealServers.class)
class AppenderIT {
  private static final int PARTITIONS = 3;

  private final InFlight inFlight = new InFlight(1_000, 10);
  private final Map<String, String> client;
  private final Target target;

  AppenderIT(TestKafka kafka) throws InterruptedException {
    client = Map.of("bootstrap.servers", kafka.bootstrap());
    Topics topics = new Topics(kafka.namespace());
    new MigrationSetup(client, PARTITIONS).createTopics(topics);
    target = new Target(topics.changes(), PARTITIONS);
  }

  @Test
  @DisplayName("a producer that failed for good is replaced: the next request finds a new one")
  void replacesADeadProducer() throws InterruptedException {
    // given
    AtomicInteger made = new AtomicInteger();
    try (Appender appender = new Appender(() -> producer(made.incrementAndGet() == 1))) {

      // when
      Appended first = append(appender, target);
      Appended second = append(appender, target);

      // then
      assertThat(first).isInstanceOf(Appended.Unavailable.class);
      assertThat(second).isInstanceOf(Appended.Acknowledged.class);
      assertThat(made).hasValue(2);
      assertThat(inFlight.requests()).isZero();
      assertThat(inFlight.bytes()).isZero();
    }
  }

  @Test
  @DisplayName("an error of the topic leaves the producer as it is, and the room is given back")
  void survivesAnUnknownTopic() throws InterruptedException {
    // given
    AtomicInteger made = new AtomicInteger();
    try (Appender appender =
        new Appender(
            () -> {
              made.incrementAndGet();
              return producer(false);
            })) {
      Target nowhere = new Target("no-such-topic", PARTITIONS);

      // when
      Appended lost = append(appender, nowhere);
      Appended kept = append(appender, target);

      // then
      assertThat(lost).isInstanceOf(Appended.Unavailable.class);
      assertThat(kept).isInstanceOf(Appended.Acknowledged.class);
      assertThat(made).hasValue(1);
      assertThat(inFlight.bytes()).isZero();
    }
  }

  private Appended append(Appender appender, Target where) throws InterruptedException {
    InFlight.Room room = Objects.requireNonNull(inFlight.take(100));
    try {
      return appender.append(where, List.of(event("t-1")), room);
    } finally {
      room.release();
    }
  }

  private Producer<byte[], byte[]> producer(boolean dead) {
    var producer =
        new KafkaProducer<>(
            ProducerSettings.of(client, 1_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    if (dead) {
      producer.close();
    }
    return producer;
  }

  private static ChangeEvent event(String tenant) {
    return new SourceSkipped(new Envelope("e", new SourceKey(tenant, "s"), 1, null, null));
  }
}
