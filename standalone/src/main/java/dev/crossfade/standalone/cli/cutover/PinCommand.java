package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade cutover pin}. */
@Command(
    name = "pin",
    description = "Pins one tenant to legacy or target, by name and on record, or lets it go.",
    mixinStandardHelpOptions = true)
final class PinCommand implements Callable<Integer> {
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

  @Parameters(index = "0", paramLabel = "TENANT", description = "Which tenant.")
  private String tenant = "";

  @Parameters(index = "1", paramLabel = "WHERE", description = "legacy, target or none.")
  private String where = "";

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
    order.put("reads", where.equals("none") ? null : where);
    return Lever.of(spec, target, json)
        .run(client -> client.put(Lever.tenant(tenant), order), Lever::tenant);
  }
}
