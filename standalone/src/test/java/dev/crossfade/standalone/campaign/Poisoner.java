package dev.crossfade.standalone.campaign;

import dev.crossfade.core.log.Partitioner;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.testsupport.history.Answer;
import dev.crossfade.testsupport.history.Entry;
import dev.crossfade.testsupport.history.Place;
import dev.crossfade.testsupport.history.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts into the log, past ingest, what nobody can read. */
final class Poisoner implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Notebook notebook;
  private final Random random;

  Poisoner(String bootstrap, String topic, Notebook notebook, Random random) {
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "enable.idempotence", "true",
                "max.block.ms", "20000",
                "delivery.timeout.ms", "40000",
                "request.timeout.ms", "5000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.topic = topic;
    this.notebook = notebook;
    this.random = random;
  }

  /** One of several kinds: a type of tomorrow, data cut short, no event at all. */
  void poison(String tenant, SampleRecord record, int number) throws InterruptedException {
    String value = random.nextBoolean() ? "{\"cut\":" : "{}";
    List<Entry.Header> headers = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      add(headers, "ce_specversion", "1.0");
      add(headers, "ce_id", "poison-" + number);
      add(headers, "ce_source", "/sources/poison");
      add(headers, "ce_type", "dev.crossfade.record.mangled");
      add(headers, "ce_tenant", tenant);
      add(headers, "ce_sequence", "%020d".formatted(number));
      add(headers, "ce_subject", record.domain() + "/" + Pool.keyId(record));
    }
    byte[] key =
        "[\"%s\",\"%s\",\"%s\"]"
            .formatted(tenant, record.domain(), Pool.keyId(record))
            .getBytes(StandardCharsets.UTF_8);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int partition = Partitioner.partition(tenant, Site.PARTITIONS);
    ProducerRecord<byte[], byte[]> one = new ProducerRecord<>(topic, partition, key, bytes);
    headers.forEach(header -> one.headers().add(header.name(), header.value()));
    Answer answer;
    try {
      RecordMetadata at = producer.send(one).get();
      answer = new Answer.Accepted(new Place(at.partition(), at.offset()));
    } catch (ExecutionException e) {
      answer = Answer.UNKNOWN;
    }
    notebook.add(new Sent.Raw(key, headers, bytes, answer));
  }

  private static void add(List<Entry.Header> headers, String name, String value) {
    headers.add(new Entry.Header(name, value.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    producer.close(java.time.Duration.ofSeconds(5));
  }
}
