package dev.crossfade.reconcile.fold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.embedded.EmbeddedKafka;
import dev.crossfade.kit.log.KafkaRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many events a second a fold takes, run by hand: updates of 400 bytes over a tenth as many
 * records, on an embedded broker in the same process.
 */
final class FoldSpeed {
  private static final int TENANTS = 300;
  private static final int IDS = 40;

  private FoldSpeed() {}

  /** How many events. */
  public static void main(String[] args) throws Exception {
    int events = Integer.parseInt(args[0]);
    Path directory = Files.createTempDirectory("fold-speed-");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      // Far ahead, as in a rebuild; and unknown, so that each move is kept.
      try (LogOfNotes log = new LogOfNotes(kafka.bootstrap(), "rebuilt")) {
        append(log, events);
        measure("no way back kept", log, directory, events, partition -> 1_000_000_000L);
      }
      try (LogOfNotes log = new LogOfNotes(kafka.bootstrap(), "behind")) {
        append(log, events);
        measure("each move kept", log, directory, events, partition -> null);
      }
    }
  }

  private static void measure(
      String what, LogOfNotes log, Path state, int events, AppliedPositions applied)
      throws InterruptedException {
    Object pause = new Object();
    long began = System.nanoTime();
    long cpu = 0;
    FoldSettings settings = FoldSettings.of(log.client, state);
    try (StreamsFold fold = StreamsFold.start(log.migration, settings, applied)) {
      long first = 0;
      long folded = 0;
      while (folded < events) {
        synchronized (pause) {
          pause.wait(20);
        }
        folded = fold.partitions().values().stream().mapToLong(Long::longValue).sum();
        if (first == 0 && folded > 0) {
          first = System.nanoTime();
          cpu = cpu();
        }
      }
      double seconds = (System.nanoTime() - first) / 1e9;
      System.out.printf(
          "%s: %d events in %.1f s, %.0f a second; %.1f s of the folding thread's time; started"
              + " after %.1f s%n",
          what, events, seconds, events / seconds, (cpu() - cpu) / 1e9, (first - began) / 1e9);
    }
  }

  private static long cpu() {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().contains("StreamThread")) {
        sum += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return sum;
  }

  private static void append(LogOfNotes log, int events) {
    Map<SourceKey, Long> numbers = new HashMap<>();
    SchemaReference schema = new SchemaReference(Notes.V1.digest(), 1);
    String rest = "x".repeat(360);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", log.client.get("bootstrap.servers"), "linger.ms", "50"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < events; i++) {
        String tenant = "t" + i % TENANTS;
        SourceKey source = new SourceKey(tenant, "phone");
        RecordKey key = new RecordKey(tenant, "auto_overwrite", "r" + i / TENANTS % IDS);
        String json = "{\"id\":\"%s\",\"a\":%d,\"text\":\"%s\"}".formatted(key.id(), i, rest);
        long number = numbers.merge(source, 1L, Long::sum);
        Message message =
            EventCodec.encode(
                new RecordChange(
                    new Envelope("e" + number, source, number, null, null),
                    key,
                    Kind.UPDATED,
                    Basis.UNKNOWN,
                    schema,
                    Document.parse(json.getBytes(UTF_8))));
        int partition = Partitioner.partition(tenant, LogOfNotes.PARTITIONS);
        var _ =
            producer.send(KafkaRecords.write(log.migration.topics().changes(), partition, message));
      }
      producer.flush();
    }
  }
}
