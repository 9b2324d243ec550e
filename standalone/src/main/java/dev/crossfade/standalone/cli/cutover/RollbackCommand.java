package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade cutover rollback}. */
@Command(
    name = "rollback",
    description = "Goes back at once, whatever the gates say; no write is lost.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
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
      names = "--to",
      paramLabel = "PERCENT",
      description = "The share that stays (default: 0).")
  private BigDecimal to = BigDecimal.ZERO;

  @Option(names = "--legacy", description = "To mode legacy: pins to target do not count either.")
  private boolean legacy;

  @Override
  public Integer call() throws InterruptedException {
    return Lever.of(spec, target, json)
        .run(client -> Lever.post(client, "rollback", order()), Lever::standing);
  }

  private ObjectNode order() {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
    try {
      order.put("to", to.movePointRight(2).intValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("--to: a percentage of at most two decimals.", e);
    }
    return legacy ? order.put("mode", "legacy") : order;
  }
}
