package dev.crossfade.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  private static final TopicPartition CHANGES = new TopicPartition("changes", 0);

  @TempDir Path directory;

  @Test
  @DisplayName("records, topic id and committed offsets survive a restart on another port")
  void survivesRestart() throws Exception {
    // given
    Uuid topicId;
    try (EmbeddedKafka first = EmbeddedKafka.start(directory, 0)) {
      topicId = createTopic(first.bootstrap());
      produce(first.bootstrap(), "one", "two");
      commitOffset(first.bootstrap(), 1);
    }

    // when
    long started = System.nanoTime();
    try (EmbeddedKafka second = EmbeddedKafka.start(directory, 0)) {
      System.out.println("Kafka restarted in " + (System.nanoTime() - started) / 1_000_000 + " ms");

      // then
      assertThat(topicId(second.bootstrap())).isEqualTo(topicId);
      assertThat(values(second.bootstrap(), 2)).containsExactly("one", "two");
      assertThat(committedOffset(second.bootstrap())).hasValue(1);
      produce(second.bootstrap(), "three");
      assertThat(values(second.bootstrap(), 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  @DisplayName("acknowledged records survive SIGKILL of the broker's process")
  void survivesKill() throws Exception {
    // given
    Process process = OtherProcess.start(OtherProcess.Kafka.class, directory);
    String bootstrap = OtherProcess.awaitLine(process);
    createTopic(bootstrap);
    produce(bootstrap, "one", "two");

    // when
    assertThat(process.destroyForcibly().waitFor()).isNotZero();

    // then
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      assertThat(values(kafka.bootstrap(), 2)).containsExactly("one", "two");
      produce(kafka.bootstrap(), "three");
      assertThat(values(kafka.bootstrap(), 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  @DisplayName("a directory in use is refused at once, by name of its owner")
  void refusesDirectoryInUse() throws Exception {
    // given
    Process process = OtherProcess.start(OtherProcess.Kafka.class, directory);
    try {
      OtherProcess.awaitLine(process);

      // when // then
      assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("process " + process.pid());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @DisplayName(
      "a consumer group and a transaction with its offsets work: what exactly-once streams need")
  void servesTransactions() throws Exception {
    // given
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      createTopic(kafka.bootstrap());
      produce(kafka.bootstrap(), "one");
      var settings =
          Map.<String, Object>of(
              "bootstrap.servers", kafka.bootstrap(), "transactional.id", "copier");
      try (var consumer = subscribed(kafka.bootstrap(), Map.of("group.protocol", "consumer"));
          var producer =
              new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        Awaitility.await().until(() -> !consumer.poll(Duration.ofMillis(200)).isEmpty());

        // when
        producer.initTransactions();
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>("changes", 0, "key", "copy of one"));
        producer.sendOffsetsToTransaction(
            Map.of(CHANGES, new OffsetAndMetadata(1)), consumer.groupMetadata());
        producer.commitTransaction();
      }

      // then
      assertThat(values(kafka.bootstrap(), 2)).containsExactly("one", "copy of one");
      assertThat(committedOffset(kafka.bootstrap())).hasValue(1);
      try (var classic = subscribed(kafka.bootstrap(), Map.of("group.id", "others"))) {
        Awaitility.await().until(() -> !classic.poll(Duration.ofMillis(200)).isEmpty());
      }
    }
  }

  @Test
  @DisplayName("a taken port is refused and leaves the directory free")
  void refusesTakenPort() throws Exception {
    // given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      // when // then
      assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use");
    }
    try (DirectoryLock lock = DirectoryLock.take(directory)) {
      assertThat(lock).isNotNull();
    }
  }

  private static Uuid createTopic(String bootstrap) throws Exception {
    try (Admin admin = admin(bootstrap)) {
      admin
          .createTopics(List.of(new NewTopic("changes", Optional.of(1), Optional.empty())))
          .all()
          .get();
    }
    return topicId(bootstrap);
  }

  private static Uuid topicId(String bootstrap) throws Exception {
    try (Admin admin = admin(bootstrap)) {
      var topics = admin.describeTopics(List.of("changes")).allTopicNames().get();
      return requireNonNull(topics.get("changes")).topicId();
    }
  }

  private static Admin admin(String bootstrap) {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  private static void produce(String bootstrap, String... values) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", bootstrap, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>("changes", 0, "key", value)).get();
      }
    }
  }

  private static List<String> values(String bootstrap, int count) {
    try (var consumer = consumer(bootstrap)) {
      consumer.assign(List.of(CHANGES));
      consumer.seekToBeginning(List.of(CHANGES));
      List<String> values = new ArrayList<>();
      Awaitility.await()
          .until(
              () -> {
                for (ConsumerRecord<String, String> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  values.add(record.value());
                }
                return values.size() >= count;
              });
      return values;
    }
  }

  private static void commitOffset(String bootstrap, long offset) {
    try (var consumer = consumer(bootstrap)) {
      consumer.assign(List.of(CHANGES));
      consumer.commitSync(Map.of(CHANGES, new OffsetAndMetadata(offset)));
    }
  }

  private static OptionalLong committedOffset(String bootstrap) {
    try (var consumer = consumer(bootstrap)) {
      var committed = consumer.committed(Set.of(CHANGES)).get(CHANGES);
      return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    }
  }

  private static KafkaConsumer<String, String> subscribed(
      String bootstrap, Map<String, Object> settings) {
    KafkaConsumer<String, String> consumer = consumer(bootstrap, settings);
    consumer.subscribe(List.of("changes"));
    return consumer;
  }

  private static KafkaConsumer<String, String> consumer(String bootstrap) {
    return consumer(bootstrap, Map.of());
  }

  private static KafkaConsumer<String, String> consumer(
      String bootstrap, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", bootstrap);
    all.put("group.id", "readers");
    all.put("enable.auto.commit", "false");
    all.put("auto.offset.reset", "earliest");
    all.putAll(settings);
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }
}
