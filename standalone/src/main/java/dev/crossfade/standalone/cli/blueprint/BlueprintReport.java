package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.sync.catalog.Finding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code --json} says of a blueprint. The names of the members are for scripts, and stay. */
final class BlueprintReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private BlueprintReport() {}

  /**
   * @param blueprint null when it cannot be read
   * @param problems of the blueprint
   * @param findings of the tables
   */
  static ObjectNode of(
      @Nullable Blueprint blueprint, List<Problem> problems, TableFindings findings) {
    ObjectNode result = JSON.createObjectNode();
    result.put("ok", problems.isEmpty() && !findings.hasProblems());
    if (blueprint != null) {
      result.put("name", blueprint.name()).put("schemaVersion", blueprint.schemaVersion());
      result.put("digest", blueprint.digest().hex());
      result.put("domains", blueprint.domains().size());
      result.put("tables", blueprint.tablesParentsFirst().size());
    }
    ArrayNode told = result.putArray("problems");
    for (Problem problem : problems) {
      told.addObject()
          .put("file", problem.file())
          .put("path", problem.path())
          .put("sentence", problem.sentence());
    }
    ArrayNode ofTables = result.putArray("database");
    for (Finding finding : findings.all()) {
      ofTables
          .addObject()
          .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
          .put("table", finding.table())
          .put("column", finding.column())
          .put("sentence", finding.sentence())
          .put("sql", finding.sql());
    }
    return result;
  }
}
