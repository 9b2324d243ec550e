package dev.crossfade.sync;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.apply.Rewriting;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.testsupport.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies events under any blueprint, without a broker. All tenants share one migration, each has a
 * log of its own.
 */
final class Sandbox implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int PARTITIONS = 10_000;

  final Blueprint blueprint;
  final Database database;
  private final short migration;

  /**
   * @param blueprint in its self-contained form
   * @param tables SQL that makes the tables
   */
  Sandbox(TestDatabase test, String blueprint, String tables) {
    this.blueprint = Blueprint.fromJson((ObjectNode) Json.MAPPER.readTree(blueprint));
    this.database =
        new Database(new DatabaseSettings(test.jdbcUrl(), test.user(), test.password()), "test", 4);
    database.migrate();
    this.migration = database.migrationId(this.blueprint.name());
    database.dsl().execute(tables);
  }

  Log log(String tenant) {
    return new Log(tenant);
  }

  /** The first column of all rows, as text. */
  List<String> values(String query, Object... values) {
    return database.dsl().fetch(query, values).map(r -> String.valueOf(r.get(0)));
  }

  final class Log {
    private final String tenant;
    private final LogPartition partition;
    private final Map<Digest, Blueprint> published = new HashMap<>();
    private Blueprint under = blueprint;
    private long sequence;
    private long next;

    private Log(String tenant) {
      this.tenant = tenant;
      publish(blueprint);
      this.partition = new LogPartition(migration, Partitioner.partition(tenant, PARTITIONS));
      Positions.begin(database.dsl(), partition, new Positions.Applied(0, "t", PARTITIONS), START);
    }

    /** Events are made under another blueprint from here on. */
    void publish(Blueprint other) {
      published.put(other.digest(), other);
      under = other;
    }

    /** Brings all records to a blueprint. */
    void rewrite(Blueprint target) {
      Rewriting rewriting =
          new Rewriting(
              database,
              digest -> Optional.ofNullable(published.get(digest)),
              () -> Optional.of(target),
              () -> START);
      while (rewriting.rewrite(partition, next) instanceof Rewriting.Result.Rewritten(int n, var m)
          && n > 0) {}
    }

    RecordChange put(String domain, String id, String json) {
      return change(Kind.UPDATED, domain, id, json);
    }

    RecordChange gone(String domain, String id) {
      return change(Kind.DELETED, domain, id, "{}");
    }

    private RecordChange change(Kind kind, String domain, String id, String json) {
      sequence++;
      return new RecordChange(
          new Envelope("e-" + sequence, new SourceKey(tenant, "s"), sequence, null, null),
          new RecordKey(tenant, domain, id),
          kind,
          Basis.UNKNOWN,
          new SchemaReference(under.digest(), 1),
          Document.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** One batch. */
    BatchApplier.Result.Applied apply(List<RecordChange> events) {
      List<LogRecord> batch = new ArrayList<>();
      for (RecordChange event : events) {
        Position position = new Position(partition.partition(), next + batch.size());
        batch.add(new LogRecord(position, START.plusSeconds(next), EventCodec.encode(event)));
      }
      BatchApplier applier =
          new BatchApplier(
              database,
              () -> new EventReader(PARTITIONS, published::containsKey),
              published::get,
              () -> START);
      var result = applier.apply(partition, next, next + batch.size(), batch);
      next += batch.size();
      return (BatchApplier.Result.Applied) result;
    }

    BatchApplier.Result.Applied apply(RecordChange... events) {
      return apply(List.of(events));
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
