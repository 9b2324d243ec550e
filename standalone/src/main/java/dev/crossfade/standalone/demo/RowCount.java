package dev.crossfade.standalone.demo;

import dev.crossfade.standalone.node.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How many rows the school's tables have, looked up once a second at most. Not thread-safe. */
final class RowCount {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM school.users) + (SELECT count(*) FROM school.classrooms)
        + (SELECT count(*) FROM school.teachers) + (SELECT count(*) FROM school.classes)
        + (SELECT count(*) FROM school.students) + (SELECT count(*) FROM school.payment_obligations)
        + (SELECT count(*) FROM school.payments) + (SELECT count(*) FROM school.attendance)
        + (SELECT count(*) FROM school.grades) + (SELECT count(*) FROM school.private_lessons)\
      """;

  private final DatabaseAccess database;
  private long known;
  private long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();

  RowCount(DatabaseAccess database) {
    this.database = database;
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
        ResultSet rows = statement.executeQuery(COUNT)) {
      rows.next();
      known = rows.getLong(1);
    } catch (SQLException e) {
      // The next look may do better: this is for the eye only.
    }
  }
}
