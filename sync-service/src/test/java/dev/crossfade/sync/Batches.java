package dev.crossfade.sync;

import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.EventCodec;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.core.log.Position;
import dev.crossfade.database.Database;
import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.sync.apply.BatchApplier;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies batches without a broker: each tenant stands for a log of its own, which begins at offset
 * 0 and is written as it is applied.
 */
final class Batches implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final School school;
  final Database database;
  private Instant now = START;

  Batches(School school) {
    this.school = school;
    this.database =
        new Database(
            new DatabaseSettings(
                school.database.jdbcUrl(), school.database.user(), school.database.password()),
            "test",
            4);
    database.migrate();
  }

  /** Moves the clock that back-offs go by. */
  void later(java.time.Duration by) {
    now = now.plus(by);
  }

  Log log(String tenant) {
    return new Log(tenant);
  }

  final class Log {
    private final String tenant;
    private final School.Source writer;
    private final LogPartition partition;
    private long next;

    private Log(String tenant) {
      this.tenant = tenant;
      this.writer = school.source(tenant, "b");
      int number = Partitioner.partition(tenant, School.PARTITIONS);
      this.partition = new LogPartition(database.migrationId(school.name + tenant), number);
      var begin = new Positions.Applied(0, "t", School.PARTITIONS);
      Positions.begin(database.dsl(), partition, begin, START);
    }

    School.Source writer() {
      return writer;
    }

    /** Another writer of the tenant. */
    School.Source writer(String source) {
      return school.source(tenant, source);
    }

    /** One batch. */
    BatchApplier.Result.Applied apply(List<? extends ChangeEvent> events) {
      List<LogRecord> batch = new ArrayList<>();
      for (ChangeEvent event : events) {
        Position position = new Position(partition.partition(), next + batch.size());
        batch.add(new LogRecord(position, START.plusSeconds(next), EventCodec.encode(event)));
      }
      long to = next + batch.size();
      var result = applier().apply(partition, next, to, batch);
      next = to;
      return (BatchApplier.Result.Applied) result;
    }

    BatchApplier.Result.Applied apply(ChangeEvent... events) {
      return apply(List.of(events));
    }
  }

  private BatchApplier applier() {
    return new BatchApplier(
        database,
        () -> new EventReader(School.PARTITIONS, school.blueprint.digest()::equals),
        digest -> school.blueprint,
        () -> now);
  }

  @Override
  public void close() {
    database.close();
  }
}
