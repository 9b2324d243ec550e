package dev.crossfade.standalone.demo.operate;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Column;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.SqlType;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.standalone.node.DatabaseAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who changes one row by hand, past Crossfade, in whatever table lets it. */
final class Vandal {
  private static final String MARK = "~";

  private final DatabaseAccess database;
  private final Blueprint blueprint;

  Vandal(DatabaseAccess database, Blueprint blueprint) {
    this.database = database;
    this.blueprint = blueprint;
  }

  /**
   * Changes one text of one row of a tenant.
   *
   * @return the statement as one would type it; empty where every table refused
   */
  Optional<String> tamper(String tenant) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      for (Domain domain : blueprint.domains()) {
        Table table = domain.mapping().recordTable();
        for (Column column : table.columns()) {
          boolean plain =
              column.type() == SqlType.TEXT
                  && !table.keyColumns().contains(column)
                  && table.tenantColumn() != null
                  && !domain.mapping().fields(table, table.position(column.name())).isEmpty();
          String id = plain ? tamper(connection, table, column, tenant) : null;
          if (id != null) {
            return Optional.of(
                "UPDATE %s SET %s = %2$s || '%s' WHERE %s = '%s'"
                    .formatted(
                        table.qualifiedName(), column.name(), MARK, table.idColumn().name(), id));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The id of the row that was changed; null where the table refuses, or has none. */
  private static @Nullable String tamper(
      Connection connection, Table table, Column column, String tenant) throws SQLException {
    Column whose = table.tenantColumn();
    if (whose == null) {
      return null;
    }
    String sql =
        """
        UPDATE %1$s SET %2$s = %2$s || ? WHERE (%3$s, %4$s) = (
          SELECT %3$s, %4$s FROM %1$s WHERE %3$s = ? AND %2$s IS NOT NULL ORDER BY %4$s LIMIT 1)
        RETURNING %4$s::text\
        """
            .formatted(
                table.quotedName(),
                column.quotedName(),
                whose.quotedName(),
                table.idColumn().quotedName());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, MARK);
      statement.setString(2, tenant);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
        return null;
      }
      throw e;
    }
  }
}
