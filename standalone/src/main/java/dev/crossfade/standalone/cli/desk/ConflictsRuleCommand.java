package dev.crossfade.standalone.cli.desk;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.BlueprintProblems;
import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.compatibility.Compatibility;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.kit.config.KafkaOptions;
import dev.crossfade.kit.log.ControlLog;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade conflicts rule}. */
@Command(
    name = "rule",
    description = {
      "Says what is done when a field conflicts: publishes the blueprint with the rule, for what"
          + " comes, and resolves by the rules what waits.",
      "newest: the later one in the log; existing: the earlier one; ask: a person."
    },
    mixinStandardHelpOptions = true)
final class ConflictsRuleCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();

  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
  private String domain = "";

  @Parameters(index = "1", paramLabel = "FIELD", description = "A member of its records.")
  private String field = "";

  @Parameters(index = "2", paramLabel = "newest|existing|ask", description = "The rule.")
  private String rule = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(
        () -> {
          FieldRule wanted = FieldRule.of(domain, field, rule);
          TargetOptions.Found found = target.find();
          publish(terminal, found, wanted);
          return settle(new Desk(terminal, target, ConflictQuery.PATH), found);
        });
  }

  private void publish(Terminal terminal, TargetOptions.Found found, FieldRule wanted)
      throws IOException, InterruptedException {
    String name = found.target().migration();
    try (Migration migration =
        Migration.open(name, client(found), "/services/command-line", InstantSource.system())) {
      ControlLog control = migration.control();
      if (!control.awaitEnd(TIMEOUT)) {
        throw new UnreachableException("The control topic of " + name + " cannot be read.");
      }
      ControlState state = control.state();
      Blueprint published =
          migration
              .blueprint()
              .orElseThrow(() -> new IllegalArgumentException(name + " has no blueprint yet."));
      Blueprint next = wanted.in(published);
      if (next.digest().equals(published.digest())) {
        terminal.note("The rule is there already.");
        return;
      }
      List<Problem> problems = Compatibility.check(published, next);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(problems.getFirst().toString());
      }
      ControlLog.Appended appended =
          control.append(
              state,
              ControlState.BLUEPRINT_PUBLISHED,
              ControlState.blueprintPublished(next.json()),
              TIMEOUT);
      switch (appended) {
        case ControlLog.Appended.Counted counted ->
            terminal.note("Published with the rule: " + next.digest() + ".");
        case ControlLog.Appended.Lost lost ->
            throw new IOException("Something else changed the migration meanwhile. Try again.");
      }
    } catch (BlueprintProblems wrong) {
      throw new IllegalArgumentException(wrong.problems().getFirst().toString(), wrong);
    } catch (TimeoutException | KafkaException e) {
      throw new UnreachableException("Kafka cannot be asked: " + e.getMessage());
    }
  }

  private Map<String, String> client(TargetOptions.Found found) {
    if (found.run() != null && !kafka.isGiven()) {
      return Map.of("bootstrap.servers", found.run().kafka().bootstrap());
    }
    return kafka.clientProperties();
  }

  private int settle(Desk desk, TargetOptions.Found found)
      throws IOException, InterruptedException {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("take", "rules");
    order.put("reason", reason);
    order.putObject("filter").put("domain", domain).put("field", field);
    try (SnapshotClient client = target.client(found.target(), desk.terminal()::note)) {
      return desk.order(client, null, "resolve", order, json);
    }
  }
}
