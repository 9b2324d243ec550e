package dev.crossfade.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.IdScope;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.ChangeEvent.SourceSkipped;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A school's migration on real servers: appends events to its log, and reads tables by plain SQL.
 */
final class School implements AutoCloseable {
  static final int PARTITIONS = 3;
  static final Path FOLDER = Path.of("../blueprints/school");

  /** A blueprint with every rule by which records and rows are known. */
  static final Path LAB = Path.of("../core/src/test/resources/identities");

  final Blueprint blueprint;
  final String name;
  final Map<String, String> kafka;
  final TestDatabase database;
  final Migrations migrations;
  private final KafkaProducer<byte[], byte[]> producer;

  private School(TestKafka kafka, TestDatabase database, Path folder) throws Exception {
    this.blueprint = Blueprint.load(folder);
    this.name = kafka.namespace();
    this.kafka = Map.of("bootstrap.servers", kafka.bootstrap());
    this.database = database;
    Migration migration =
        Migration.open(name, this.kafka, "/services/test", InstantSource.system());
    this.migrations = new Migrations(List.of(migration));
    MigrationSetup setup = new MigrationSetup(this.kafka, PARTITIONS);
    setup.createTopics(migration.topics());
    setup.publish(migration, blueprint);
    String first = blueprint.tablesParentsFirst().getFirst().qualifiedName();
    if (value("select to_regclass('" + first + "')") == null) {
      sql(Ddl.of(blueprint));
      sql(Ddl.afterMove(blueprint));
    }
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrap(),
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static School open(TestKafka kafka, TestDatabase database) {
    return open(kafka, database, FOLDER);
  }

  /** A migration by another blueprint, with the tables that lie beside it. */
  static School open(TestKafka kafka, TestDatabase database, Path folder) {
    try {
      return new School(kafka, database, folder);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same log, for another database. */
  School on(TestDatabase other) {
    return open(new TestKafka(String.valueOf(kafka.get("bootstrap.servers")), name), other);
  }

  SyncSettings settings(String instance) {
    return new SyncSettings(
        kafka,
        new DatabaseSettings(database.jdbcUrl(), database.user(), database.password()),
        8,
        instance,
        Duration.ofSeconds(6));
  }

  SyncService startSync(String instance) {
    return startSync(settings(instance));
  }

  SyncService startSync(SyncSettings settings) {
    return SyncService.start(
        settings, migrations, new SimpleMeterRegistry(), InstantSource.system());
  }

  /** A writer with numbers of its own. */
  Source source(String tenant, String id) {
    return new Source(new SourceKey(tenant, id));
  }

  final class Source {
    private final SourceKey key;
    private long sequence;

    Source(SourceKey key) {
      this.key = key;
    }

    Position put(String domain, String id, String json) {
      return append(at(++sequence, Kind.UPDATED, domain, id, json));
    }

    Position delete(String domain, String id) {
      return append(at(++sequence, Kind.DELETED, domain, id, "{}"));
    }

    RecordChange next(String domain, String id, String json) {
      return at(++sequence, Kind.UPDATED, domain, id, json);
    }

    RecordChange at(long number, Kind kind, String domain, String id, String json) {
      return new RecordChange(
          envelope("e-" + number, number),
          record(domain, id),
          kind,
          Basis.UNKNOWN,
          new SchemaReference(blueprint.digest(), 1),
          Document.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    SnapshotStarted started(String snapshot, Watermark watermark) {
      return new SnapshotStarted(
          envelope(snapshot + ":start", 0), new Snapshot(snapshot, watermark));
    }

    RecordRead row(String snapshot, Watermark watermark, String domain, String id, String json) {
      return new RecordRead(
          envelope(snapshot + ":0:" + id, 0),
          record(domain, id),
          new Snapshot(snapshot, watermark),
          new SchemaReference(blueprint.digest(), 1),
          Document.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    SnapshotEnded ended(String snapshot, String audit) {
      return new SnapshotEnded(
          envelope(snapshot + ":end", 0),
          snapshot,
          Document.parse(audit.getBytes(StandardCharsets.UTF_8)));
    }

    /** The record that this source knows by the id, as ingest would write it. */
    private RecordKey record(String domain, String id) {
      boolean own =
          blueprint.domain(domain).map(d -> d.idRule().scope()).orElse(null) == IdScope.SOURCE;
      return own
          ? blueprint.domain(domain).orElseThrow().recordKey(key, id)
          : new RecordKey(key.tenant(), domain, id);
    }

    SourceSkipped skip(long number) {
      return new SourceSkipped(envelope("skip-" + number, number));
    }

    private Envelope envelope(String id, long number) {
      return new Envelope(id, key, number, null, null);
    }
  }

  Position append(ChangeEvent event) {
    int partition = Partitioner.partition(event.envelope().source().tenant(), PARTITIONS);
    return append(partition, EventCodec.encode(event));
  }

  Position append(int partition, Message message) {
    try {
      var sent = producer.send(KafkaRecords.write(name + ".changes", partition, message)).get();
      return new Position(sent.partition(), sent.offset());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Many at once, in order. */
  void appendAll(int partition, List<Message> messages) {
    var sent =
        messages.stream()
            .map(m -> producer.send(KafkaRecords.write(name + ".changes", partition, m)))
            .toList();
    producer.flush();
    for (var one : sent) {
      try {
        assertThat(one.get().partition()).isEqualTo(partition);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Connection connect() throws Exception {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  void sql(String statement) throws Exception {
    try (Connection c = connect();
        var s = c.createStatement()) {
      s.execute(statement);
    }
  }

  /** The first column of the first row, as text; null where there is none or no table yet. */
  @Nullable String value(String query) {
    try (Connection c = connect();
        var s = c.createStatement();
        var r = s.executeQuery(query)) {
      return r.next() ? r.getString(1) : null;
    } catch (Exception e) {
      return null;
    }
  }

  /** How far the partition of a position is applied, behind it. */
  boolean applied(Position position) {
    String next =
        value(
            "select next_offset from crossfade.applied_position a join crossfade.migration m on"
                + " m.id = a.migration where m.name = '"
                + name
                + "' and partition = "
                + position.partition());
    return next != null && Long.parseLong(next) > position.offset();
  }

  @Override
  public void close() {
    producer.close();
    migrations.close();
  }
}
