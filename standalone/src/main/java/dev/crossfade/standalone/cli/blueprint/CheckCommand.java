package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.kit.config.DatabaseOptions;
import dev.crossfade.sync.catalog.Finding;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade blueprint check}. */
@Command(
    name = "check",
    description = {
      "Tells everything that is wrong with a blueprint, with file, place and what to do.",
      "With --database also what is wrong with the tables that are there: missing columns, types,"
          + " keys, cascades. It changes nothing. Warnings alone end with 0."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final BlueprintFolder folder = new BlueprintFolder();
  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Console console = new Console(spec);
    try {
      Blueprint blueprint = folder.load();
      TableFindings findings =
          database.isGiven() ? TableFindings.of(blueprint, database) : new TableFindings(List.of());
      if (json) {
        console.json(json(blueprint, List.of(), findings));
      } else {
        console.line(summary(blueprint));
        findings.print(console);
      }
      return findings.hasProblems() ? Console.FAILED : Console.DONE;
    } catch (BlueprintProblems wrong) {
      if (json) {
        console.json(json(null, wrong.problems(), new TableFindings(List.of())));
      } else {
        wrong.problems().forEach(problem -> console.line(problem.toString()));
      }
      return Console.FAILED;
    } catch (SQLException e) {
      return console.fault(Console.UNREACHABLE, "The database cannot be asked: " + e.getMessage());
    }
  }

  /** One line of what the blueprint has. */
  static String summary(Blueprint blueprint) {
    List<Table> tables = blueprint.tablesParentsFirst();
    return "%s, records of version %d: %s, %s, %s, %s. Digest %s"
        .formatted(
            blueprint.name(),
            blueprint.schemaVersion(),
            count(blueprint.domains().size(), "domain"),
            count(tables.size(), "table"),
            count(tables.stream().mapToInt(table -> table.columns().size()).sum(), "column"),
            count(blueprint.foreignKeys().size(), "reference"),
            blueprint.digest());
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static ObjectNode json(
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
