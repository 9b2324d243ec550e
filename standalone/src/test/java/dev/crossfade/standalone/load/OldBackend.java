package dev.crossfade.standalone.load;

import dev.crossfade.standalone.node.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An old backend's database with made-up usage logs, beside the node's own on its server. */
record OldBackend(DatabaseAccess node, String url) {
  /** How many of {@code usage_logs} there are, and a checksum of all that they hold. */
  record Content(long rows, String checksum) {}

  private static final String HASH =
      "count(*), coalesce(sum(hashtextextended(concat_ws('|', %s, user_id, action, details::text,"
          + " extract(epoch FROM created_at)), 0)::numeric), 0)";

  static final int TENANTS = 8;

  /** What a user gives to {@code --query}. */
  static final String QUERY =
      "usage_logs=SELECT 'user-group-' || id %% %d AS grp, id, user_id, action, details, created_at"
              .formatted(TENANTS)
          + " FROM usage_logs ORDER BY id";

  /** Makes so many rows; the same seed makes the same. */
  static OldBackend make(DatabaseAccess node, long rows, long seed) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(node.url(), node.user(), node.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE erp");
    }
    OldBackend backend =
        new OldBackend(node, node.url().substring(0, node.url().lastIndexOf('/') + 1) + "erp");
    try (Connection connection = backend.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE usage_logs (
            id bigint PRIMARY KEY, user_id uuid, action text NOT NULL, details jsonb,
            created_at timestamptz NOT NULL)
          """);
      statement.execute(
          """
          INSERT INTO usage_logs
          SELECT i,
                 CASE WHEN i %% 10 > 0 THEN md5('user' || (i * 7 + %1$d) %% 5000)::uuid END,
                 (ARRAY['upload', 'search', 'chat', 'Übersetzung', 'delete'])[1 + (i + %1$d) %% 5],
                 CASE WHEN i %% 3 > 0 THEN jsonb_build_object(
                   'ms', (i * 31 + %1$d) %% 100000, 'ok', i %% 17 > 0,
                   'note', repeat('note ' || i || ' ', (1 + i %% 6)::int)) END,
                 timestamptz '2024-01-01 00:00:00Z' + i * interval '61.123 seconds'
          FROM generate_series(1, %2$d) AS i
          """
              .formatted(seed, rows));
      statement.execute("ANALYZE usage_logs");
    }
    return backend;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, node.user(), node.password());
  }

  /** What the old backend holds. */
  Content source() throws SQLException {
    try (Connection connection = connect()) {
      return content(connection, "SELECT " + HASH.formatted("id") + " FROM usage_logs");
    }
  }

  /** What came of it: each record by its id, with the row that stands for it. */
  Content target() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(node.url(), node.user(), node.password())) {
      return content(
          connection,
          "SELECT "
              + HASH.formatted("s.id")
              + " FROM crossfade.record_state s JOIN documents.usage_logs u"
              + " ON u.id = s.row_id AND u.tenant = s.tenant"
              + " WHERE s.domain = 'usage_logs'");
    }
  }

  private static Content content(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return new Content(row.getLong(1), row.getString(2));
    }
  }

  /** One number from the node's database. */
  long number(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(node.url(), node.user(), node.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
