package dev.crossfade.sync.apply;

import dev.crossfade.sync.store.ParkedWrites.Reason;
import java.sql.SQLException;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a fault of PostgreSQL means: the data does not fit (then its record waits), or anything else
 * (then everything waits, and is tried again). By SQLSTATE, appendix A of PostgreSQL's manual.
 */
public final class SqlFaults {
  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final Set<String> TOO_LARGE = Set.of("54000", "54001", "54011");
  // What a trigger raises, a view's check option, a row that one statement would change twice.
  private static final Set<String> OWN_RULES = Set.of("P0001", "P0004", "44000", "21000");
  // Foreign keys, unique keys, exclusions; a trigger may look anywhere.
  private static final Set<String> OTHER_ROWS =
      Set.of(FOREIGN_KEY_VIOLATION, "23505", "23P01", "P0001", "21000");
  private static final Set<String> AT_ONCE = Set.of("40001", "40P01", "55P03");

  // Connections, resources, an operator's intervention, the system beneath.
  private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "57", "58");
  // A standby that was not made the primary, or a primary that has become a standby.
  private static final String READ_ONLY = "25006";

  private SqlFaults() {}

  /**
   * Why the data does not fit, in a form that holds none of it.
   *
   * @param broken the constraint; null when it is none, or not named
   * @param mayPass whether another row's coming or going may mend it
   */
  record Misfit(Reason reason, String detail, @Nullable Broken broken, boolean mayPass) {}

  /** A constraint, and the table that it is declared on. */
  record Broken(String schema, String table, String constraint) {}

  /** The misfit that the fault tells of; null when the fault is of another kind. */
  static @Nullable Misfit misfit(DataAccessException fault, boolean delete) {
    SQLException cause = sqlCause(fault);
    String state = cause == null ? null : cause.getSQLState();
    if (cause == null || state == null) {
      return null;
    }
    if (state.startsWith("23") || OWN_RULES.contains(state)) {
      Reason reason =
          !state.equals(FOREIGN_KEY_VIOLATION)
              ? Reason.CONSTRAINT
              : delete ? Reason.STILL_REFERENCED : Reason.MISSING_REFERENCE;
      return new Misfit(reason, detail(state, cause), broken(cause), OTHER_ROWS.contains(state));
    }
    boolean value = state.startsWith("22") || TOO_LARGE.contains(state);
    return value ? new Misfit(Reason.VALUE_DOES_NOT_FIT, detail(state, cause), null, false) : null;
  }

  /** Whether the same transaction may well pass at once: a deadlock, a lock not had in time. */
  public static boolean isPassing(Throwable fault) {
    SQLException cause = sqlCause(fault);
    return cause != null && cause.getSQLState() != null && AT_ONCE.contains(cause.getSQLState());
  }

  /** What a fault tells of the server. */
  public enum Reach {
    /** It is away, or cannot do its work: nobody else has to try in vain. */
    AWAY,
    /** It has answered. */
    ANSWERED,
    /** It was not asked. */
    NOT_ASKED
  }

  /** What a fault tells of the server. */
  public static Reach reach(Throwable fault) {
    SQLException cause = sqlCause(fault);
    if (cause == null) {
      return Reach.NOT_ASKED;
    }
    String state = cause.getSQLState();
    boolean away =
        state == null || AWAY_CLASSES.contains(state.substring(0, 2)) || state.equals(READ_ONLY);
    return away ? Reach.AWAY : Reach.ANSWERED;
  }

  /** SQLSTATE and the names of table and constraint. The server's message would quote values. */
  private static String detail(String state, SQLException cause) {
    ServerErrorMessage message =
        cause instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (message == null) {
      return "SQLSTATE " + state;
    }
    StringBuilder text = new StringBuilder("SQLSTATE ").append(state);
    append(text, "table", message.getTable());
    append(text, "column", message.getColumn());
    append(text, "constraint", message.getConstraint());
    return text.toString();
  }

  private static @Nullable Broken broken(SQLException cause) {
    ServerErrorMessage message =
        cause instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    if (message == null) {
      return null;
    }
    String schema = message.getSchema();
    String table = message.getTable();
    String constraint = message.getConstraint();
    return schema == null || table == null || constraint == null
        ? null
        : new Broken(schema, table, constraint);
  }

  private static void append(StringBuilder text, String what, @Nullable String name) {
    if (name != null) {
      text.append(", ").append(what).append(' ').append(name);
    }
  }

  private static @Nullable SQLException sqlCause(Throwable fault) {
    for (Throwable t = fault; t != null; t = t.getCause()) {
      if (t instanceof PSQLException postgres) {
        return postgres;
      }
      if (t instanceof java.sql.BatchUpdateException batch && batch.getNextException() != null) {
        return batch.getNextException();
      }
      if (t instanceof SQLException sql && t.getCause() == null) {
        return sql;
      }
    }
    return null;
  }
}
