package dev.crossfade.standalone.node;

import dev.crossfade.core.json.Digest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the users' tables, once: the tables and the note that they were made are one transaction.
 */
final class UserTables {
  private static final Logger log = LoggerFactory.getLogger(UserTables.class);
  private static final String NOTES =
      """
      CREATE SCHEMA IF NOT EXISTS crossfade_standalone;
      CREATE TABLE IF NOT EXISTS crossfade_standalone.user_tables (
        migration text PRIMARY KEY,
        schema_digest text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now());
      """;

  private UserTables() {}

  /**
   * Runs the script, unless one of this migration was run before.
   *
   * @throws IllegalStateException when PostgreSQL refuses it; nothing of it was kept then
   */
  static void make(DatabaseAccess database, String migration, String script) {
    String digest = Digest.of(script.getBytes(StandardCharsets.UTF_8)).hex();
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(NOTES);
        String before = digestBefore(connection, migration);
        if (before == null) {
          statement.execute(script);
          note(connection, migration, digest);
        } else if (!before.equals(digest)) {
          log.warn(
              "The tables of {} were made by another script; blueprint check --database tells what"
                  + " they lack.",
              migration);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(
          "PostgreSQL refuses the tables of " + migration + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable String digestBefore(Connection connection, String migration)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT schema_digest FROM crossfade_standalone.user_tables WHERE migration = ?")) {
      query.setString(1, migration);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? found.getString(1) : null;
      }
    }
  }

  private static void note(Connection connection, String migration, String digest)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO crossfade_standalone.user_tables (migration, schema_digest) VALUES (?,"
                + " ?)")) {
      insert.setString(1, migration);
      insert.setString(2, digest);
      insert.executeUpdate();
    }
  }
}
