package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.core.blueprint.Table;
import dev.crossfade.kit.config.DatabaseOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade blueprint check}. */
@Command(
    name = "check",
    description = {
      "Tells everything that is wrong with a blueprint, with file, place and what to do.",
      "With --data or --database also what is wrong with the tables that are there: missing"
          + " columns, types, keys, cascades. It changes nothing. Warnings alone end with 0."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final BlueprintFolder folder = new BlueprintFolder();
  @Mixin private final NodeOption node = new NodeOption();
  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec);
    try {
      Blueprint blueprint = folder.load();
      Optional<NodeAccess> running = node.node();
      if (node.isGiven() && running.isEmpty()) {
        return console.fault(Console.UNREACHABLE, node.notRunning());
      }
      TableFindings findings = findings(blueprint, running);
      if (json) {
        console.json(BlueprintReport.of(blueprint, List.of(), findings));
      } else {
        console.line(summary(blueprint));
        findings.print(console);
      }
      return findings.hasProblems() ? Console.FAILED : Console.DONE;
    } catch (BlueprintProblems wrong) {
      if (json) {
        console.json(BlueprintReport.of(null, wrong.problems(), new TableFindings(List.of())));
      } else {
        wrong.problems().forEach(problem -> console.line(problem.toString()));
      }
      return Console.FAILED;
    } catch (SQLException e) {
      return console.fault(Console.UNREACHABLE, "The database cannot be asked: " + e.getMessage());
    }
  }

  private TableFindings findings(Blueprint blueprint, Optional<NodeAccess> running)
      throws IOException, SQLException {
    if (running.isEmpty() && !database.isGiven()) {
      return new TableFindings(List.of());
    }
    try (Connection connection = TableFindings.connect(running, database)) {
      return TableFindings.of(blueprint, connection);
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
}
