package dev.crossfade.standalone.load.jdbc;

import dev.crossfade.standalone.load.RecordSource;
import dev.crossfade.standalone.load.SourceRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some queries, one query after the other, all as of one moment where the database can
 * do that. The driver holds as many rows as the fetch size says.
 */
public final class JdbcSource implements RecordSource {
  private final JdbcSettings settings;
  private final Connection connection;
  private final Iterator<Map.Entry<String, String>> queries;
  private final long total;
  private @Nullable Cursor cursor;

  /** A query that is being read. */
  private static final class Cursor {
    private final String domain;
    private final Statement statement;
    private final ResultSet rows;
    private final RowForm form;
    private long row;

    Cursor(String domain, Statement statement, ResultSet rows, RowForm form) {
      this.domain = domain;
      this.statement = statement;
      this.rows = rows;
      this.form = form;
    }

    @Nullable SourceRecord next() throws SQLException {
      return rows.next() ? form.read(rows, ++row) : null;
    }
  }

  private JdbcSource(JdbcSettings settings, Connection connection) throws IOException {
    this.settings = settings;
    this.connection = connection;
    this.queries = settings.queries().entrySet().iterator();
    this.total = settings.count() ? count() : -1;
  }

  /**
   * Connects, counts where that is wanted, and looks at the columns.
   *
   * @throws JdbcException when the database cannot be reached or a query cannot be read
   */
  public static JdbcSource open(JdbcSettings settings) throws IOException {
    Connection connection = JdbcConnections.open(settings.account());
    JdbcSource source = null;
    try {
      source = new JdbcSource(settings, connection);
      return source;
    } finally {
      if (source == null) {
        close(connection);
      }
    }
  }

  /**
   * Whether the queries can be read at all: connects and looks at the columns of each, reading no
   * row.
   *
   * @throws JdbcException when not
   */
  public static void check(JdbcSettings settings) throws IOException {
    Connection connection = JdbcConnections.open(settings.account());
    try {
      for (Map.Entry<String, String> query : settings.queries().entrySet()) {
        try (Statement statement = connection.createStatement();
            ResultSet none =
                statement.executeQuery(
                    "SELECT * FROM (" + bare(query.getValue()) + ") crossfade WHERE 1 = 0")) {
          RowForm.of(query.getKey(), settings.shape(), none.getMetaData());
        } catch (SQLException e) {
          throw JdbcException.of("--query " + query.getKey(), e);
        }
      }
    } finally {
      close(connection);
    }
  }

  private static String bare(String query) {
    return query.strip().replaceAll(";+\\s*$", "") + "\n";
  }

  private long count() throws IOException {
    long sum = 0;
    for (Map.Entry<String, String> query : settings.queries().entrySet()) {
      try (Statement statement = connection.createStatement();
          ResultSet count =
              statement.executeQuery(
                  "SELECT count(*) FROM (" + bare(query.getValue()) + ") crossfade")) {
        count.next();
        sum += count.getLong(1);
      } catch (SQLException e) {
        throw JdbcException.of("The rows of " + query.getKey() + " cannot be counted", e);
      }
    }
    return sum;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public @Nullable SourceRecord next() throws IOException {
    try {
      while (true) {
        Cursor reading = cursor;
        if (reading != null) {
          SourceRecord record = reading.next();
          if (record != null) {
            return record;
          }
          reading.statement.close();
          cursor = null;
        }
        if (!queries.hasNext()) {
          return null;
        }
        Map.Entry<String, String> query = queries.next();
        cursor = open(query.getKey(), query.getValue());
      }
    } catch (SQLException e) {
      String domain = cursor == null ? "" : " of " + cursor.domain;
      throw JdbcException.of("The rows" + domain + " cannot be read", e);
    }
  }

  // What is opened here is closed with the query's last row, or with the connection.
  @SuppressWarnings("resource")
  private Cursor open(String domain, String query) throws SQLException, IOException {
    Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(settings.fetchSize());
    ResultSet rows = statement.executeQuery(bare(query));
    return new Cursor(
        domain, statement, rows, RowForm.of(domain, settings.shape(), rows.getMetaData()));
  }

  @Override
  public void close() throws IOException {
    close(connection);
  }

  private static void close(Connection connection) throws IOException {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // It only read: whether the end of the transaction arrives makes no difference.
    }
  }
}
