package dev.crossfade.reconcile.fold;

import static dev.crossfade.database.schema.Tables.APPLIED_POSITION;
import static dev.crossfade.database.schema.Tables.MIGRATION;

import dev.crossfade.database.Database;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks PostgreSQL every few seconds how far it is. While it is away, the last answer stands. */
public final class PostgresPositions implements AppliedPositions, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostgresPositions.class);
  private static final Duration EVERY = Duration.ofSeconds(3);

  private final ScheduledExecutorService timer;
  private final Database database;
  private final String migration;
  private volatile Map<Integer, Long> positions = Map.of();

  /** Starts to ask for a migration of this name. */
  public PostgresPositions(Database database, String migration) {
    this.database = database;
    this.migration = migration;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("positions-" + migration).daemon().factory());
    var _ = timer.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    var p = APPLIED_POSITION;
    try {
      positions =
          Map.copyOf(
              database
                  .dsl()
                  .select(p.PARTITION, p.NEXT_OFFSET)
                  .from(p)
                  .join(MIGRATION)
                  .on(MIGRATION.ID.eq(p.MIGRATION))
                  .where(MIGRATION.NAME.eq(migration))
                  .fetchMap(p.PARTITION, p.NEXT_OFFSET));
    } catch (DataAccessException e) {
      log.debug("How far PostgreSQL is is not known for now");
    }
  }

  @Override
  public @Nullable Long nextOffset(int partition) {
    return positions.get(partition);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
