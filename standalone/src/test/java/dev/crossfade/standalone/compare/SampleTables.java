package dev.crossfade.standalone.compare;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.reconcile.rows.StagedRows;
import dev.crossfade.reconcile.rows.TablesComparison;
import dev.crossfade.reconcile.rows.TablesResult;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SampleTenant;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;

/** A sample of a blueprint, as sync writes it. */
final class SampleTables {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PARTITIONS = 3;
  private static final int BATCH = 200;

  final Blueprint blueprint;
  final Database database;
  final short migration;

  /** The documents of the records that live. */
  final Map<RecordKey, StagedRows.Expected> documents = new LinkedHashMap<>();

  private final Map<Integer, Long> next = new HashMap<>();
  private final Map<SourceKey, Long> sequences = new HashMap<>();
  private final Map<RecordKey, SourceKey> writers = new HashMap<>();

  SampleTables(Database database, Path folder, double scale) throws IOException {
    this.database = database;
    this.blueprint = Blueprint.load(folder);
    this.migration = database.migrationId(blueprint.name());
    database.dsl().execute(Ddl.of(blueprint));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      Positions.begin(
          database.dsl(),
          new LogPartition(migration, partition),
          new Positions.Applied(0, "t", PARTITIONS),
          START);
    }
    for (SampleTenant tenant : Sample.of(folder, 1, scale).tenants()) {
      List<RecordChange> events = new ArrayList<>();
      for (SampleRecord record : tenant.records()) {
        SourceKey source = new SourceKey(tenant.name(), record.writer());
        var domain = blueprint.domain(record.domain()).orElseThrow();
        RecordKey key = domain.recordKey(source, record.id());
        writers.put(key, source);
        events.add(put(key, record.document()));
      }
      apply(tenant.name(), events);
    }
  }

  RecordChange put(RecordKey key, JsonNode json) {
    Document document = Document.parse(json.toString().getBytes(StandardCharsets.UTF_8));
    documents.put(key, new StagedRows.Expected(key, null, blueprint.schemaVersion(), document));
    return change(key, Kind.UPDATED, document);
  }

  RecordChange delete(RecordKey key) {
    documents.remove(key);
    return change(key, Kind.DELETED, Document.parse("{}".getBytes(StandardCharsets.UTF_8)));
  }

  private RecordChange change(RecordKey key, Kind kind, Document document) {
    SourceKey source = Objects.requireNonNull(writers.get(key));
    long sequence = sequences.merge(source, 1L, Long::sum);
    return new RecordChange(
        new Envelope(source.source() + "-" + sequence, source, sequence, null, null),
        key,
        kind,
        Basis.UNKNOWN,
        new SchemaReference(blueprint.digest(), blueprint.schemaVersion()),
        document);
  }

  void apply(String tenant, List<RecordChange> events) {
    int number = Partitioner.partition(tenant, PARTITIONS);
    BatchApplier applier =
        new BatchApplier(
            database,
            () -> new EventReader(PARTITIONS, blueprint.digest()::equals),
            digest -> blueprint,
            () -> START);
    for (int from = 0; from < events.size(); from += BATCH) {
      long at = next.getOrDefault(number, 0L);
      List<LogRecord> batch = new ArrayList<>();
      for (RecordChange event : events.subList(from, Math.min(events.size(), from + BATCH))) {
        Position position = new Position(number, at + batch.size());
        batch.add(new LogRecord(position, START.plusSeconds(at), EventCodec.encode(event)));
      }
      applier.apply(new LogPartition(migration, number), at, at + batch.size(), batch);
      next.put(number, at + batch.size());
    }
  }

  TablesResult compare() {
    return compare(TablesComparison.Scope.ALL, 10_000);
  }

  TablesResult compare(TablesComparison.Scope scope, int cap) {
    TablesComparison comparison =
        new TablesComparison(migration, digest -> Optional.of(blueprint), blueprint);
    return readOnly(tx -> comparison.compare(tx, scope, cap));
  }

  Map<RecordKey, StagedRows.Found> staged(boolean values) {
    StagedRows staged = new StagedRows(migration, digest -> Optional.of(blueprint), blueprint);
    return readOnly(tx -> staged.compare(tx, documents.values(), values));
  }

  private <T> T readOnly(Function<DSLContext, T> work) {
    return database.transaction(
        transaction -> {
          var tx = transaction.dsl();
          tx.execute("set transaction isolation level repeatable read, read only");
          return work.apply(tx);
        });
  }
}
