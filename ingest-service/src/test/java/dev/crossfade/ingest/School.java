package dev.crossfade.ingest;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A migration of the school on a broker, and what a plain consumer finds in its log. */
record School(String bootstrap, String name) {
  static final int PARTITIONS = 6;

  static final Blueprint BLUEPRINT = Blueprint.load(Path.of("../blueprints/school"));

  static School create(String bootstrap, String name) {
    School school = new School(bootstrap, name);
    MigrationSetup setup = new MigrationSetup(school.client(), PARTITIONS);
    try {
      setup.createTopics(new Topics(name));
      try (Migration migration =
          Migration.open(name, school.client(), "/tests", InstantSource.system())) {
        setup.publish(migration, BLUEPRINT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return school;
  }

  Map<String, String> client() {
    return Map.of("bootstrap.servers", bootstrap);
  }

  IngestServer serve(IngestSettings settings) {
    return IngestServer.start(
        settings,
        client(),
        List.of(name),
        Tokens.authenticator(),
        new IngestServer.Address("127.0.0.1", 0));
  }

  /** All that is in the log of changes now. */
  List<LogRecord> log() {
    List<LogRecord> all = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>copyOf(client()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(new Topics(name).changes()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(r -> all.add(KafkaRecords.read(r)));
      }
    }
    return all;
  }

  /** The same, decoded; all of it must be readable to those who follow the log. */
  List<ChangeEvent> events() {
    EventReader reader = new EventReader(PARTITIONS, BLUEPRINT.digest()::equals);
    List<ChangeEvent> events = new ArrayList<>();
    for (LogRecord record : log()) {
      switch (reader.read(record)) {
        case Decoded.Event(LogRecord log, ChangeEvent event) -> events.add(event);
        case Decoded.Unreadable unreadable ->
            throw new AssertionError("cannot be read: " + unreadable.reason());
      }
    }
    return events;
  }

  /** The record of the log at a position as an answer has it. */
  LogRecord at(String position) {
    Optional<LogRecord> found =
        log().stream().filter(r -> r.position().toString().equals(position)).findFirst();
    return found.orElseThrow(() -> new AssertionError("nothing lies at " + position));
  }
}
