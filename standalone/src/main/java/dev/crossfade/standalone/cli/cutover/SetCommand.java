package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.math.BigDecimal;
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

/** {@code crossfade cutover set}. */
@Command(
    name = "set",
    description = "Sets mode and share: a raise needs proof and open gates.",
    mixinStandardHelpOptions = true)
final class SetCommand implements Callable<Integer> {
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

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "legacy, hybrid or target (default: as it is).")
  private @Nullable String mode;

  @Option(
      names = "--force",
      description = "Raises though a gate is closed; that stays on record, too.")
  private boolean force;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PERCENT",
      description = "The share of the tenants, with at most two decimals.")
  private @Nullable BigDecimal percentage;

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
    if (mode != null) {
      order.put("mode", mode);
    }
    if (percentage != null) {
      order.put("percentage", percentage);
    }
    if (force) {
      order.put("force", true);
    }
    return Lever.of(spec, target, json).run(client -> Lever.change(client, order), Lever::standing);
  }
}
