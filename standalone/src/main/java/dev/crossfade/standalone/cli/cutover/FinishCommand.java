package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade cutover finish}. */
@Command(
    name = "finish",
    description = "Ends the migration: in mode target, behind clean rows.",
    mixinStandardHelpOptions = true)
final class FinishCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why: it stays on record.")
  private String reason = "";

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
    return Lever.of(spec, target, json)
        .run(client -> Lever.post(client, "finish", order), Lever::standing);
  }
}
