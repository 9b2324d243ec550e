package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.kit.config.DatabaseOptions;
import dev.crossfade.sync.catalog.CatalogCheck;
import dev.crossfade.sync.catalog.Finding;
import dev.crossfade.sync.catalog.Finding.Severity;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a database's tables lack.
 *
 * @param all problems and warnings, by table
 */
record TableFindings(List<Finding> all) {
  private static final String CONNECT_SECONDS = "5";

  /** Holds the blueprint against the tables that are there. */
  static TableFindings of(Blueprint blueprint, Connection connection) throws SQLException {
    return new TableFindings(CatalogCheck.run(connection, blueprint));
  }

  /** A connection with what the options say, or else to the node's. */
  static Connection connect(Optional<NodeAccess> node, DatabaseOptions database)
      throws IOException, SQLException {
    return database.isGiven() || node.isEmpty() ? connect(database) : node.get().database();
  }

  private static Connection connect(DatabaseOptions database) throws SQLException {
    Properties properties = new Properties();
    put(properties, "user", database.user());
    put(properties, "password", database.password());
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("ApplicationName", "crossfade blueprint");
    return DriverManager.getConnection(database.url(), properties);
  }

  private static void put(Properties properties, String name, @Nullable String value) {
    if (value != null) {
      properties.setProperty(name, value);
    }
  }

  boolean hasProblems() {
    return all.stream().anyMatch(finding -> finding.severity() == Severity.PROBLEM);
  }

  /** The statements that would put right what is wrong. */
  List<String> statements() {
    return all.stream().map(Finding::sql).filter(Objects::nonNull).toList();
  }

  void print(Console console) {
    for (Finding finding : all) {
      console.line(
          switch (finding.severity()) {
                case PROBLEM -> "problem: ";
                case WARNING -> "warning: ";
              }
              + finding);
    }
    if (!statements().isEmpty()) {
      console.line("\nThese statements would help; look at them before you run them:");
      statements().forEach(statement -> console.line("  " + statement));
    }
  }
}
