package dev.crossfade.sync.apply;

import java.sql.Savepoint;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/** Parts of a transaction that can be undone. */
final class Savepoints {
  private Savepoints() {}

  /**
   * Runs statements behind a savepoint: a refusal undoes this piece and no more. Released either
   * way, unlike jOOQ's nested transactions: a transaction with thousands of savepoints inside each
   * other takes PostgreSQL a multiple of the time.
   */
  static void undoing(DSLContext tx, Runnable statements) {
    tx.connection(
        connection -> {
          Savepoint savepoint = connection.setSavepoint();
          try {
            statements.run();
          } catch (DataAccessException fault) {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            throw fault;
          }
          connection.releaseSavepoint(savepoint);
        });
  }
}
