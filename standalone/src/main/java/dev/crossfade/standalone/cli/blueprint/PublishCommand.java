package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.compatibility.Compatibility;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.kit.config.DatabaseOptions;
import dev.crossfade.kit.config.KafkaOptions;
import dev.crossfade.kit.log.ControlLog;
import dev.crossfade.kit.migration.Migration;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade blueprint publish}. */
@Command(
    name = "publish",
    description = {
      "Publishes a blueprint to the running services of its migration.",
      "It is refused when it would not understand what is there already: other id rules, keys or"
          + " column types, a schema that takes less without a new schemaVersion.",
      "With --data or --database, also when the tables are not ready for it; what they need is"
          + " printed."
    },
    mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String AFTERWARDS =
      """
      New events are accepted under it as soon as the services have read it. Records written
      before are brought to the new mapping in passes, beside live writes; until then reads
      answer them through the blueprint they were written under. ./crossfade status tells
      when that is done.\
      """;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final BlueprintFolder folder = new BlueprintFolder();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Mixin private final NodeOption running = new NodeOption();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = new Console(spec);
    try {
      Blueprint next = folder.load();
      Optional<NodeAccess> node = kafka.isGiven() ? Optional.empty() : running.node();
      if (running.isGiven() && !kafka.isGiven() && node.isEmpty()) {
        return console.fault(Console.UNREACHABLE, running.notRunning());
      }
      TableFindings findings = findings(next, node);
      if (findings.hasProblems()) {
        return tell(console, new Told(next, List.of(), findings, "The tables are not ready"));
      }
      Map<String, String> client =
          node.map(NodeAccess::client).orElseGet(() -> kafka.clientProperties());
      try (Migration migration =
          Migration.open(next.name(), client, "/services/command-line", InstantSource.system())) {
        return publish(console, migration, next, findings);
      }
    } catch (BlueprintProblems wrong) {
      TableFindings none = new TableFindings(List.of());
      return tell(console, new Told(null, wrong.problems(), none, "The blueprint has problems"));
    } catch (SQLException e) {
      return console.fault(Console.UNREACHABLE, "The database cannot be asked: " + e.getMessage());
    } catch (KafkaException e) {
      String why = (e.getCause() == null ? e : e.getCause()).getMessage();
      return console.fault(Console.UNREACHABLE, "Kafka cannot be asked: " + why);
    } catch (TimeoutException e) {
      return console.fault(Console.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  /**
   * What became of it.
   *
   * @param against why nothing was published, without a full stop; null when it is published now
   */
  private record Told(
      @Nullable Blueprint blueprint,
      List<Problem> problems,
      TableFindings findings,
      @Nullable String against) {}

  private int tell(Console console, Told told) {
    if (json) {
      ObjectNode report = BlueprintReport.of(told.blueprint(), told.problems(), told.findings());
      console.json(report.put("ok", told.against() == null));
    } else {
      told.problems().forEach(problem -> console.line(problem.toString()));
      told.findings().print(console);
    }
    return told.against() == null
        ? Console.DONE
        : console.fault(Console.FAILED, told.against() + "; nothing was published.");
  }

  /** Sync writes by the new blueprint at once: a column that is missing then would halt it. */
  private TableFindings findings(Blueprint next, Optional<NodeAccess> node)
      throws IOException, SQLException {
    if (!database.isGiven() && node.isEmpty()) {
      return new TableFindings(List.of());
    }
    try (Connection connection = TableFindings.connect(node, database)) {
      return TableFindings.of(next, connection);
    }
  }

  private int publish(Console console, Migration migration, Blueprint next, TableFindings findings)
      throws InterruptedException, TimeoutException {
    ControlLog control = migration.control();
    if (!control.awaitEnd(TIMEOUT)) {
      throw new TimeoutException(
          "The control topic of %s cannot be read: is there a migration of this name, and does its"
                  .formatted(next.name())
              + " broker run? A new migration begins with ./crossfade up --blueprint DIR.");
    }
    ControlState state = control.state();
    Blueprint published = migration.blueprint().orElse(null);
    if (published == null) {
      return console.fault(
          Console.FAILED,
          "The migration "
              + next.name()
              + " has no blueprint yet: it begins with ./crossfade up --blueprint DIR.");
    }
    if (published.digest().equals(next.digest())) {
      if (!json) {
        console.line("Nothing to do: " + next.digest() + " is the current blueprint.");
      }
      return tell(console, new Told(next, List.of(), findings, null));
    }
    List<Problem> problems = Compatibility.check(published, next);
    if (!problems.isEmpty()) {
      return tell(console, new Told(next, problems, findings, "It is not compatible"));
    }
    ControlLog.Appended appended =
        control.append(
            state,
            ControlState.BLUEPRINT_PUBLISHED,
            ControlState.blueprintPublished(next.json()),
            TIMEOUT);
    return switch (appended) {
      case ControlLog.Appended.Counted counted -> {
        if (!json) {
          console.line("Published: " + CheckCommand.summary(next));
          console.line(AFTERWARDS);
        }
        yield tell(console, new Told(next, List.of(), findings, null));
      }
      case ControlLog.Appended.Lost lost ->
          console.fault(
              Console.FAILED,
              "Something else changed the migration meanwhile; nothing was published. Try again.");
    };
  }
}
