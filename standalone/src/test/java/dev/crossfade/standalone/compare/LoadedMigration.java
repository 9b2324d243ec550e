package dev.crossfade.standalone.compare;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Topics;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SampleTenant;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.JsonNode;

/**
 * A migration whose log is written as ingest writes it, without HTTP; sync and the reconciler take
 * it from there. For one thread at a time.
 */
final class LoadedMigration implements AutoCloseable {
  /** A sample of this size is made once; more tenants get the same records. */
  private static final int MADE = 2_500;

  private static final Pattern COUNT = Pattern.compile("\\w+: (\\d+)");
  private static final int TENANTS = 3;

  final Site site;
  final Blueprint blueprint;
  final int partitions;
  final Set<String> tenants = new LinkedHashSet<>();
  final List<Loaded> records = new ArrayList<>();

  private final MigrationFolder folder;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SchemaReference schema;
  private final Map<SourceKey, Long> sequences = new HashMap<>();
  private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
  private volatile boolean failed;

  LoadedMigration(Site site, MigrationFolder folder, int partitions, Random random) {
    this.site = site;
    this.folder = folder;
    this.blueprint = folder.blueprint();
    this.partitions = partitions;
    this.random = random;
    this.schema = new SchemaReference(blueprint.digest(), blueprint.schemaVersion());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                site.node.bootstrap(),
                "acks",
                "all",
                "linger.ms",
                "20",
                "batch.size",
                "262144"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** A record that lives, and what it was made from. */
  record Loaded(RecordKey key, SourceKey source, SampleRecord sample) {}

  /** Appends so many records, of as many tenants as that takes. */
  void load(int count) {
    Sample sample = sample(Math.min(1, Math.min(count, MADE) / (double) fullSize()));
    for (int copy = 1; records.size() < count; copy++) {
      for (SampleTenant tenant : sample.tenants()) {
        if (records.size() < count) {
          add(tenant.named(tenant.name() + "-" + copy));
        }
      }
    }
  }

  /** How many records {@code sample.yaml} wishes for: making them only to count them takes long. */
  private int fullSize() {
    String wishes = Objects.requireNonNull(folder.sample());
    String counts = wishes.substring(wishes.indexOf("\nrecords:"), wishes.indexOf("\nvalues:"));
    return TENANTS
        * COUNT.matcher(counts).results().mapToInt(one -> Integer.parseInt(one.group(1))).sum();
  }

  private Sample sample(double scale) {
    return Sample.of(blueprint.json(), folder.sample(), random.nextInt(1_000), scale);
  }

  private void add(SampleTenant tenant) {
    tenants.add(tenant.name());
    for (SampleRecord record : tenant.records()) {
      SourceKey source = new SourceKey(tenant.name(), record.writer());
      var domain = blueprint.domain(record.domain()).orElseThrow();
      Loaded loaded = new Loaded(domain.recordKey(source, record.id()), source, record);
      records.add(loaded);
      put(loaded, record.document());
    }
  }

  /** Appends that the record is this now. */
  void put(Loaded record, JsonNode document) {
    append(record, Kind.UPDATED, document.toString());
  }

  /** Appends that the record is deleted. */
  void delete(Loaded record) {
    append(record, Kind.DELETED, "{}");
  }

  private void append(Loaded record, Kind kind, String document) {
    SourceKey source = record.source();
    long sequence = sequences.merge(source, 1L, Long::sum);
    RecordChange event =
        new RecordChange(
            new Envelope(source.source() + "-" + sequence, source, sequence, null, null),
            record.key(),
            kind,
            Basis.UNKNOWN,
            schema,
            Document.parse(document.getBytes(StandardCharsets.UTF_8)));
    var _ =
        producer.send(
            KafkaRecords.write(
                new Topics(blueprint.name()).changes(),
                partition(record.key()),
                EventCodec.encode(event)),
            (at, fault) -> {
              if (fault == null) {
                ends.merge(at.partition(), at.offset() + 1, Math::max);
              } else {
                failed = true;
              }
            });
  }

  int partition(RecordKey key) {
    return Partitioner.partition(key.tenant(), partitions);
  }

  /** How many events are not applied yet. */
  long behind() {
    producer.flush();
    if (failed) {
      throw new IllegalStateException("an event was not appended");
    }
    Map<Integer, Long> applied = new TreeMap<>();
    try (var connection = site.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select p.partition, p.next_offset from crossfade.applied_position p join"
                    + " crossfade.migration m on m.id = p.migration where m.name = '"
                    + blueprint.name()
                    + "'")) {
      while (rows.next()) {
        applied.put(rows.getInt(1), rows.getLong(2));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    long behind = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      behind += Math.max(0, end.getValue() - applied.getOrDefault(end.getKey(), 0L));
    }
    return behind;
  }

  void awaitApplied() {
    Site.await(blueprint.name() + " to be applied", () -> behind() == 0);
  }

  @Override
  public void close() {
    producer.close();
  }
}
