package dev.crossfade.standalone.node;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.compatibility.Compatibility;
import dev.crossfade.sync.catalog.CatalogCheck;
import dev.crossfade.sync.catalog.Finding;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Holds a node's blueprints to what {@code blueprint publish} asks for: a start publishes too, and
 * sync would write by the new one at once.
 */
final class ChangedBlueprint {
  private ChangedBlueprint() {}

  /**
   * Does nothing when it is the published one.
   *
   * @throws BlueprintRefusedException with every problem and the way out
   */
  static void require(Blueprint published, Blueprint next, DatabaseAccess database) {
    if (published.digest().equals(next.digest())) {
      return;
    }
    List<Problem> problems = Compatibility.check(published, next);
    if (!problems.isEmpty()) {
      throw new BlueprintRefusedException(
          """
          The blueprint of %1$s does not understand what was written under the published one:
          %2$s
          Nothing was published. Put that right, or start without --blueprint: then %1$s is served as before.\
          """
              .formatted(next.name(), lines(problems)));
    }
    List<Finding> findings = problems(next, database);
    if (!findings.isEmpty()) {
      throw new BlueprintRefusedException(
          """
          The tables are not ready for the changed blueprint of %s:
          %s
          Nothing was published. Start without --blueprint, put the tables right%s
          and run ./crossfade blueprint publish.\
          """
              .formatted(next.name(), lines(findings), statements(findings)));
    }
  }

  private static List<Finding> problems(Blueprint next, DatabaseAccess at) {
    try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password())) {
      return CatalogCheck.run(connection, next).stream()
          .filter(finding -> finding.severity() == Finding.Severity.PROBLEM)
          .toList();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be asked for its tables: " + e, e);
    }
  }

  private static String lines(List<?> found) {
    return found.stream().map(each -> "  " + each).collect(Collectors.joining("\n"));
  }

  private static String statements(List<Finding> findings) {
    String sql =
        findings.stream()
            .map(Finding::sql)
            .filter(Objects::nonNull)
            .map(statement -> "\n  " + statement)
            .collect(Collectors.joining());
    return sql.isEmpty() ? "" : ", for example with" + sql + "\n";
  }
}
