package dev.crossfade.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.crossfade.database.schema.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.TransactionalCallable;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

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

  /**
   * A client that stopped between two messages of one request is neither idle nor at work to the
   * server; only this ends its session. From PostgreSQL 17 on.
   */
  private static final String TRANSACTION_TIMEOUT =
      "select set_config(name, '150s', false) from pg_settings where name = 'transaction_timeout'";

  private final HikariDataSource pool;
  private final DSLContext dsl;
  private final Semaphore transactions;

  /**
   * @param name of the pool, and of its sessions in the server
   * @param connections the most at once: transactions wait for each other beyond that
   */
  public Database(DatabaseSettings settings, String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("currentSchema", SCHEMA);
    config.addDataSourceProperty("options", SESSION);
    config.addDataSourceProperty("ApplicationName", name);
    config.setConnectionInitSql(TRANSACTION_TIMEOUT);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", "75");
    this.pool = new HikariDataSource(config);
    this.transactions = new Semaphore(connections, true);
    this.dsl =
        DSL.using(
            pool,
            SQLDialect.POSTGRES,
            new Settings().withExecuteLogging(false).withRenderSchema(true));
  }

  /**
   * Brings the schema {@code crossfade} up to date, as a whole or not at all. Two that do it at
   * once wait for each other.
   */
  public void migrate() {
    try (Connection connection = pool.getConnection()) {
      SchemaMigration.run(connection);
    } catch (SQLException e) {
      throw new DataAccessException("the schema cannot be brought up to date", e);
    }
  }

  /** The number that stands for a migration in the tables. */
  public short migrationId(String name) {
    return transaction(
        transaction -> {
          var m = Tables.MIGRATION;
          var tx = transaction.dsl();
          tx.insertInto(m).set(m.NAME, name).onConflictDoNothing().execute();
          return tx.select(m.ID).from(m).where(m.NAME.eq(name)).fetchSingle(m.ID);
        });
  }

  /**
   * Runs statements in one transaction. Waits its turn for a connection, however long: with more
   * partitions than connections, waiting is no fault to back off from.
   */
  public <T extends @Nullable Object> T transaction(TransactionalCallable<T> work) {
    try {
      transactions.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataAccessException("interrupted while waiting for a connection", e);
    }
    try {
      return dsl.transactionResult(work);
    } finally {
      transactions.release();
    }
  }

  /** Runs queries that all see one snapshot of the database. */
  public <T> T snapshot(java.util.function.Function<DSLContext, T> queries) {
    return dsl.transactionResult(
        transaction -> {
          transaction.dsl().execute("set transaction isolation level repeatable read, read only");
          return queries.apply(transaction.dsl());
        });
  }

  /**
   * For single statements. They do not wait their turn: where many threads ask at once, use {@link
   * #transaction}.
   */
  public DSLContext dsl() {
    return dsl;
  }

  /** Whether the server answers now. */
  public boolean answers() {
    try {
      return dsl.fetchValue("select 1") != null;
    } catch (DataAccessException e) {
      return false;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
