package dev.crossfade.sync;

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
import dev.crossfade.core.log.LogRecord;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A library whose blueprint is published in three versions, on real servers. */
final class Library implements AutoCloseable {
  static final int PARTITIONS = 2;
  static final Blueprint V1 = Blueprint.load(Path.of("src/test/resources/library/v1"));
  static final Blueprint V2 = Blueprint.load(Path.of("src/test/resources/library/v2"));
  static final Blueprint V3 = Blueprint.load(Path.of("src/test/resources/library/v3"));
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  final String name;
  final Migrations migrations;
  final TestDatabase database;
  private final Map<String, String> kafka;
  private final Migration migration;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<LogRecord> log = new ArrayList<>();

  Library(TestKafka broker, TestDatabase database) throws Exception {
    this.name = broker.namespace() + Long.toString(System.nanoTime(), 36);
    this.kafka = Map.of("bootstrap.servers", broker.bootstrap());
    this.database = database;
    this.migration = Migration.open(name, kafka, "/services/test", InstantSource.system());
    this.migrations = new Migrations(List.of(migration));
    new MigrationSetup(kafka, PARTITIONS).createTopics(migration.topics());
    publish(V1);
    sql(Files.readString(Path.of("src/test/resources/library/schema.sql")));
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrap(), "acks", "all", "linger.ms", "5");
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  void publish(Blueprint blueprint) throws Exception {
    new MigrationSetup(kafka, PARTITIONS).publish(migration, blueprint);
  }

  /** Gives the tables the columns of the later versions. */
  void alterTables() throws Exception {
    sql(Files.readString(Path.of("src/test/resources/library/later.sql")));
  }

  SyncService startSync(String instance) {
    return SyncService.start(
        new SyncSettings(
            kafka,
            new DatabaseSettings(database.jdbcUrl(), database.user(), database.password()),
            8,
            instance,
            SESSION_TIMEOUT),
        migrations,
        new io.micrometer.core.instrument.simple.SimpleMeterRegistry(),
        InstantSource.system());
  }

  Source source(String tenant, String id) {
    return new Source(new SourceKey(tenant, id));
  }

  /** A writer of the version that a blueprint describes, or of an older one. */
  final class Source {
    private final SourceKey key;
    private long sequence;

    private Source(SourceKey key) {
      this.key = key;
    }

    Position put(Blueprint under, int version, String domain, String id, String json) {
      return append(change(under, version, Kind.UPDATED, domain, id, json));
    }

    Position delete(Blueprint under, String domain, String id) {
      return append(change(under, under.schemaVersion(), Kind.DELETED, domain, id, "{}"));
    }

    private RecordChange change(
        Blueprint under, int version, Kind kind, String domain, String id, String json) {
      sequence++;
      return new RecordChange(
          new Envelope("e" + sequence, key, sequence, null, null),
          new RecordKey(key.tenant(), domain, id),
          kind,
          Basis.UNKNOWN,
          new SchemaReference(under.digest(), version),
          Document.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
  }

  private Position append(RecordChange event) {
    String tenant = event.envelope().source().tenant();
    int partition = Partitioner.partition(tenant, PARTITIONS);
    Message message = EventCodec.encode(event);
    try {
      var sent = producer.send(KafkaRecords.write(name + ".changes", partition, message)).get();
      Position position = new Position(sent.partition(), sent.offset());
      log.add(new LogRecord(position, Instant.ofEpochMilli(sent.timestamp()), message));
      return position;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that was appended, as it lies in the log. */
  List<LogRecord> log() {
    return List.copyOf(log);
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

  /** {@code record_state}, joined with the names of its blueprints, of this migration. */
  String states() {
    return " from crossfade.record_state s join crossfade.migration m on m.id = s.migration and"
        + " m.name = '"
        + name
        + "' left join crossfade.blueprint w on w.id = s.written_blueprint left join"
        + " crossfade.blueprint d on d.id = s.decided_blueprint ";
  }

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

  /** How many records were written under another blueprint than the third. */
  long outdated() {
    String count =
        value("select count(*)" + states() + "where w.version < 3 and s.row_id is not null");
    return count == null ? -1 : Long.parseLong(count);
  }

  @Override
  public void close() {
    producer.close();
    migrations.close();
  }
}
