package dev.crossfade.standalone.demo;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.node.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;

/** How many rows a blueprint's tables have, looked up once a second at most. Not thread-safe. */
final class RowCount {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final DatabaseAccess database;
  private final String sql;
  private long known;
  private long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();

  RowCount(DatabaseAccess database, Blueprint blueprint) {
    this.database = database;
    this.sql =
        blueprint.tablesParentsFirst().stream()
            .map(table -> "(SELECT count(*) FROM " + table.quotedName() + ")")
            .collect(Collectors.joining(" + ", "SELECT ", ""));
  }

  /** The latest known; a database that does not answer changes nothing. */
  long get() {
    if (System.nanoTime() - lookedAt >= LOOK_EVERY.toNanos()) {
      look();
      lookedAt = System.nanoTime();
    }
    return known;
  }

  private void look() {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      known = rows.getLong(1);
    } catch (SQLException e) {
      // The next look may do better: this is for the eye only.
    }
  }
}
