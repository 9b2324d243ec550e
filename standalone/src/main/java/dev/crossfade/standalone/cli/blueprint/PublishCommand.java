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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final BlueprintFolder folder = new BlueprintFolder();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data directory of a running ./crossfade up, in place of --kafka.")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = new Console(spec);
    try {
      Blueprint next = folder.load();
      Optional<NodeAccess> node =
          data == null || kafka.isGiven() ? Optional.empty() : NodeAccess.on(data);
      if (data != null && !kafka.isGiven() && node.isEmpty()) {
        return console.fault(
            Console.UNREACHABLE,
            "Crossfade does not run on "
                + data
                + ".\nStart it with ./crossfade up, or use --kafka.");
      }
      if (!tablesAreReady(console, next, node)) {
        return console.fault(Console.FAILED, "The tables are not ready; nothing was published.");
      }
      Map<String, String> client =
          node.map(NodeAccess::client).orElseGet(() -> kafka.clientProperties());
      try (Migration migration =
          Migration.open(next.name(), client, "/services/command-line", InstantSource.system())) {
        return publish(console, migration, next);
      }
    } catch (BlueprintProblems wrong) {
      wrong.problems().forEach(problem -> console.line(problem.toString()));
      return Console.FAILED;
    } catch (SQLException e) {
      return console.fault(Console.UNREACHABLE, "The database cannot be asked: " + e.getMessage());
    } catch (TimeoutException e) {
      return console.fault(Console.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  /** Sync writes by the new blueprint at once: a column that is missing then would halt it. */
  private boolean tablesAreReady(Console console, Blueprint next, Optional<NodeAccess> node)
      throws IOException, SQLException {
    if (!database.isGiven() && node.isEmpty()) {
      return true;
    }
    try (Connection connection =
        database.isGiven() ? TableFindings.connect(database) : node.orElseThrow().database()) {
      TableFindings findings = TableFindings.of(next, connection);
      findings.print(console);
      return !findings.hasProblems();
    }
  }

  private static int publish(Console console, Migration migration, Blueprint next)
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
      console.line("Nothing to do: " + next.digest() + " is the current blueprint.");
      return Console.DONE;
    }
    List<Problem> problems = Compatibility.check(published, next);
    if (!problems.isEmpty()) {
      problems.forEach(problem -> console.line(problem.toString()));
      return console.fault(Console.FAILED, "It is not compatible; nothing was published.");
    }
    return switch (control.append(
        state,
        ControlState.BLUEPRINT_PUBLISHED,
        ControlState.blueprintPublished(next.json()),
        TIMEOUT)) {
      case ControlLog.Appended.Counted counted -> {
        console.line("Published: " + CheckCommand.summary(next));
        console.line(
            """
            New events are accepted under it as soon as the services have read it. Records written
            before are brought to the new mapping in passes, beside live writes; until then reads
            answer them through the blueprint they were written under.\
            """);
        yield Console.DONE;
      }
      case ControlLog.Appended.Lost lost ->
          console.fault(
              Console.FAILED,
              "Something else changed the migration meanwhile; nothing was published. Try again.");
    };
  }
}
