package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.database.Database;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.Positions;
import dev.crossfade.sync.store.Positions.Applied;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies to PostgreSQL. Thread-safe; its faults are jOOQ's {@code DataAccessException}. */
public final class PostgresStore implements ApplyStore {
  private final Database database;
  private final Function<Digest, Blueprint> blueprints;

  /**
   * @param blueprints those that rows were ever mapped by
   */
  public PostgresStore(Database database, Function<Digest, Blueprint> blueprints) {
    this.database = database;
    this.blueprints = blueprints;
  }

  /** In turn: at a start all partitions ask at once, and there are fewer connections. */
  @Override
  public @Nullable Applied position(LogPartition partition) {
    return database.<@Nullable Applied>transaction(tx -> Positions.read(tx.dsl(), partition));
  }

  @Override
  public void begin(LogPartition partition, Applied at, Instant now) {
    database.transaction(
        tx -> {
          Positions.begin(tx.dsl(), partition, at, now);
          return at;
        });
  }

  @Override
  public <T> T transaction(LogPartition partition, Function<ApplyTransaction, T> work) {
    return database.transaction(
        tx -> work.apply(new PostgresTransaction(tx.dsl(), partition, blueprints)));
  }
}
