package dev.crossfade.sync.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossfade.sync.schema.Tables;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.TransactionalCallable;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * PostgreSQL: its connections, and the schema {@code crossfade} in it. Constructing it needs no
 * server. Thread-safe.
 */
public final class Database implements AutoCloseable {
  /** The schema of our own tables. */
  public static final String SCHEMA = "crossfade";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /**
   * A worker that was stopped in mid-transaction holds its partition's row: the server ends its
   * session after this, and its successor waits for the row no longer than it may.
   */
  private static final String SESSION =
      "-c idle_in_transaction_session_timeout=10000 -c lock_timeout=12000"
          + " -c statement_timeout=60000 -c timezone=UTC";

  private final HikariDataSource pool;
  private final DSLContext dsl;

  /**
   * @param connections the most at once: partitions wait for each other beyond that
   */
  public Database(DatabaseSettings settings, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("crossfade-sync");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("currentSchema", SCHEMA);
    config.addDataSourceProperty("options", SESSION);
    config.addDataSourceProperty("ApplicationName", "crossfade-sync");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", "75");
    this.pool = new HikariDataSource(config);
    this.dsl =
        DSL.using(
            pool,
            SQLDialect.POSTGRES,
            new Settings().withExecuteLogging(false).withRenderSchema(true));
  }

  /** Brings the schema {@code crossfade} up to date. Two that do it at once wait for each other. */
  public void migrate() {
    Flyway.configure()
        .dataSource(pool)
        .schemas(SCHEMA)
        .locations("classpath:dev/crossfade/sync/migrations")
        .load()
        .migrate();
  }

  /** The number that stands for a migration in the tables. */
  public short migrationId(String name) {
    return dsl.transactionResult(
        transaction -> {
          var m = Tables.MIGRATION;
          var tx = transaction.dsl();
          tx.insertInto(m).set(m.NAME, name).onConflictDoNothing().execute();
          return tx.select(m.ID).from(m).where(m.NAME.eq(name)).fetchSingle(m.ID);
        });
  }

  /** Runs statements in one transaction. */
  public <T> T transaction(TransactionalCallable<T> work) {
    return dsl.transactionResult(work);
  }

  /** Runs queries that all see one snapshot of the database. */
  public <T> T snapshot(java.util.function.Function<DSLContext, T> queries) {
    return dsl.transactionResult(
        transaction -> {
          transaction.dsl().execute("set transaction isolation level repeatable read, read only");
          return queries.apply(transaction.dsl());
        });
  }

  /** For single statements. */
  public DSLContext dsl() {
    return dsl;
  }

  /** Whether the server answers now. */
  public boolean answers() {
    try {
      return dsl.fetchValue("select 1") != null;
    } catch (org.jooq.exception.DataAccessException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
