package dev.crossfade.standalone.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.SnapshotEnded;
import dev.crossfade.core.event.ChangeEvent.SnapshotStarted;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Header;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.log.KafkaRecords;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.MigrationSetup;
import dev.crossfade.reconcile.fold.FoldSettings;
import dev.crossfade.reconcile.fold.StreamsFold;
import dev.crossfade.reconcile.parts.Folds;
import dev.crossfade.reconcile.parts.KafkaLogEnds;
import dev.crossfade.reconcile.parts.PartComparers;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Scope;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.reconcile.store.ReconcilerStore;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.testsupport.TestDatabase;
import dev.crossfade.testsupport.TestKafka;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A school's log on a real broker, of one partition, applied by sync as far as the test says. */
final class SnapshotTables implements AutoCloseable {
  static final String TENANT = "hill-school";

  final PartComparers comparers;
  private final Blueprint blueprint = Blueprint.load(Path.of("../blueprints/school"));
  private final Database database;
  private final ReconcilerStore store;
  private final Migration migration;
  private final StreamsFold fold;
  private final KafkaLogEnds ends;
  private final KafkaProducer<byte[], byte[]> producer;
  private final short id;
  private final List<LogRecord> waiting = new ArrayList<>();
  private long applied;

  SnapshotTables(TestKafka kafka, TestDatabase test, Path state) throws Exception {
    Map<String, String> client = Map.of("bootstrap.servers", kafka.bootstrap());
    DatabaseSettings settings = new DatabaseSettings(test.jdbcUrl(), test.user(), test.password());
    migration = Migration.open(kafka.namespace(), client, "/tests", InstantSource.system());
    MigrationSetup setup = new MigrationSetup(client, 1);
    setup.createTopics(migration.topics());
    setup.publish(migration, blueprint);
    store = new ReconcilerStore(settings, 6);
    id = store.migrationId(migration.name());
    database = new Database(settings, "test", 2);
    database.dsl().execute(Ddl.of(blueprint));
    Positions.begin(database.dsl(), partition(), new Positions.Applied(0, "t", 1), Instant.EPOCH);
    fold = StreamsFold.start(migration, FoldSettings.of(client, state), partition -> null);
    ends = new KafkaLogEnds(client);
    comparers = new PartComparers(new Folds(List.of(fold)), store, ends, client);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  private LogPartition partition() {
    return new LogPartition(id, 0);
  }

  Work work(Scope scope) {
    return new Work(migration, id, Level.SNAPSHOT, scope, 0);
  }

  /** How many partitions are folded here. */
  int folded() {
    return fold.partitions().size();
  }

  static RecordKey key(String domain, String record) {
    return new RecordKey(TENANT, domain, record);
  }

  private static Envelope envelope(String source, String event, long sequence) {
    return new Envelope(event, new SourceKey(TENANT, source), sequence, null, null);
  }

  private SchemaReference schema() {
    return new SchemaReference(blueprint.digest(), blueprint.schemaVersion());
  }

  private static Document document(String json) {
    return Document.parse(json.getBytes(UTF_8));
  }

  /** A live write of a whole record that has seen {@code base}; null deletes it. */
  long live(String source, long sequence, RecordKey key, @Nullable String json, @Nullable Long base)
      throws Exception {
    return append(
        EventCodec.encode(
            new RecordChange(
                envelope(source, source + "-" + sequence, sequence),
                key,
                json == null ? Kind.DELETED : Kind.UPDATED,
                new Basis(base == null ? null : new Position(0, base), null),
                schema(),
                document(json == null ? "{}" : json))));
  }

  /** What nobody can read about a record. */
  void unreadable(String source, long sequence, RecordKey key) throws Exception {
    Message sound =
        EventCodec.encode(
            new RecordChange(
                envelope(source, source + "-" + sequence, sequence),
                key,
                Kind.UPDATED,
                Basis.UNKNOWN,
                schema(),
                document("{}")));
    List<Header> headers =
        sound.headers().stream()
            .map(
                header ->
                    header.name().equals("ce_type")
                        ? new Header("ce_type", "dev.crossfade.record.sung".getBytes(UTF_8))
                        : header)
            .toList();
    append(new Message(sound.key(), headers, sound.value()));
  }

  void start(String source, String snapshot, long through) throws Exception {
    append(
        EventCodec.encode(
            new SnapshotStarted(
                envelope(source, snapshot + ":start", 0),
                new Snapshot(snapshot, new Watermark.Through(through)))));
  }

  long row(String source, String snapshot, long through, RecordKey key, String json)
      throws Exception {
    return append(
        EventCodec.encode(
            new RecordRead(
                envelope(source, snapshot + ":0:" + waiting.size() + "-" + applied, 0),
                key,
                new Snapshot(snapshot, new Watermark.Through(through)),
                schema(),
                document(json))));
  }

  void end(String source, String snapshot) throws Exception {
    end(source, snapshot, "{}");
  }

  void end(String source, String snapshot, String audit) throws Exception {
    append(
        EventCodec.encode(
            new SnapshotEnded(envelope(source, snapshot + ":end", 0), snapshot, document(audit))));
  }

  private long append(Message message) throws Exception {
    long offset =
        producer.send(KafkaRecords.write(migration.topics().changes(), 0, message)).get().offset();
    waiting.add(new LogRecord(new Position(0, offset), Instant.EPOCH, message));
    return offset;
  }

  /** Sync takes all that was appended. */
  void apply() {
    BatchApplier applier =
        new BatchApplier(
            database,
            () -> new EventReader(1, blueprint.digest()::equals),
            digest -> blueprint,
            InstantSource.system());
    long to = applied + waiting.size();
    applier.apply(partition(), applied, to, List.copyOf(waiting));
    waiting.clear();
    applied = to;
  }

  void sql(String statement) {
    database.dsl().execute(statement);
  }

  @Override
  public void close() {
    producer.close();
    ends.close();
    fold.close();
    store.close();
    database.close();
    migration.close();
  }
}
