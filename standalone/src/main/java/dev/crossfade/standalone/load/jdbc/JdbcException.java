package dev.crossfade.standalone.load.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The old backend's database does not give what it is asked for; the message is for a person. */
public final class JdbcException extends IOException {
  private static final long serialVersionUID = 1;

  private final Kind kind;

  /** What kind of trouble it is. */
  public enum Kind {
    /** It cannot be reached, or the connection broke. */
    UNREACHABLE,
    /** It was asked in a way that cannot work. */
    USAGE
  }

  JdbcException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static JdbcException usage(String message) {
    return new JdbcException(Kind.USAGE, message, null);
  }

  /** With the database's own words; by the class of its SQLSTATE. */
  static JdbcException of(String doing, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState().toUpperCase(Locale.ROOT);
    // 22 and 42: values and statements; 28: the account. The rest comes and goes.
    boolean wrong = state.startsWith("42") || state.startsWith("22") || state.startsWith("28");
    return new JdbcException(
        wrong ? Kind.USAGE : Kind.UNREACHABLE, doing + ": " + e.getMessage(), e);
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }
}
