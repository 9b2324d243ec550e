package dev.crossfade.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.SingleConnectionDataSource;

/**
 * Brings the schema up to date in one transaction: all that is missing and its entries in Flyway's
 * history, or nothing. Flyway alone commits a migration on one connection and its entry on another;
 * a process that ends between the two, or a connection that is cut behind the first commit, would
 * leave a schema that nobody can migrate any more.
 */
final class SchemaMigration {
  /** Any number, as long as it stays: who migrates has this lock. */
  private static final long LOCK = 0x43726F7373666164L;

  private SchemaMigration() {}

  /** Migrates on this connection, which is the caller's to close. */
  static void run(Connection connection) throws SQLException {
    int patience = connection.getNetworkTimeout();
    // A large table takes its time to be changed, and the other instances wait for it.
    connection.setNetworkTimeout(Runnable::run, 0);
    connection.setAutoCommit(false);
    try {
      try (var statement = connection.createStatement()) {
        statement.execute(
            "select set_config(name, '0', true) from pg_settings where name in"
                + " ('lock_timeout', 'statement_timeout', 'transaction_timeout')");
        statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      }
      Flyway.configure()
          .dataSource(new SingleConnectionDataSource(new Borrowed(connection)))
          .schemas(Database.SCHEMA)
          .locations("classpath:dev/crossfade/database/migrations")
          .load()
          .migrate();
      connection.commit();
    } catch (Throwable fault) {
      undo(connection, fault);
      throw fault;
    }
    connection.setAutoCommit(true);
    connection.setNetworkTimeout(Runnable::run, patience);
  }

  private static void undo(Connection connection, Throwable fault) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      fault.addSuppressed(e);
    }
  }

  /** The connection as one who borrows it sees it: what it commits is committed by the owner. */
  private static final class Borrowed extends DefaultConnection {
    private boolean autoCommit = true;

    Borrowed(Connection connection) {
      super(connection);
    }

    @Override
    public void setAutoCommit(boolean to) {
      autoCommit = to;
    }

    @Override
    public boolean getAutoCommit() {
      return autoCommit;
    }

    @Override
    public void commit() {}

    @Override
    public void rollback() {}
  }
}
