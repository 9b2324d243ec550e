package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade cutover ramp}. */
@Command(
    name = "ramp",
    description = "Lets the share rise by itself: as far as all gates hold, step by step.",
    mixinStandardHelpOptions = true)
final class RampCommand implements Callable<Integer> {
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
      names = "--steps",
      paramLabel = "PERCENT,…",
      split = ",",
      description = "The steps, rising, such as 1,5,25,50,100.")
  private List<BigDecimal> steps = List.of();

  @Option(
      names = "--soak",
      paramLabel = "SECONDS",
      description = "How long each share stays before the next (default: 3600).")
  private long soak = 3_600;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The plan as JSON, in place of --steps: with gates of its own.")
  private @Nullable Path plan;

  @Option(names = "--stop", description = "Takes the plan off; the share stays.")
  private boolean stop;

  @Override
  public Integer call() throws InterruptedException {
    return Lever.of(spec, target, json)
        .run(client -> Lever.change(client, order()), Lever::standing);
  }

  private ObjectNode order() throws IOException {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
    int told = (steps.isEmpty() ? 0 : 1) + (plan == null ? 0 : 1) + (stop ? 1 : 0);
    if (told != 1) {
      throw new IllegalArgumentException("--steps, --plan or --stop: one of them, please.");
    }
    if (stop) {
      return order.putNull("plan");
    }
    Path file = plan;
    order.set("plan", file == null ? stepwise() : read(file));
    return order;
  }

  private ObjectNode stepwise() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("steps");
    for (BigDecimal step : steps) {
      try {
        list.addObject()
            .put("basisPoints", step.movePointRight(2).intValueExact())
            .put("soakSeconds", soak);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("--steps: percentages of at most two decimals.", e);
      }
    }
    return json;
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return JsonMapper.shared().readTree(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + " holds no JSON.", e);
    }
  }
}
