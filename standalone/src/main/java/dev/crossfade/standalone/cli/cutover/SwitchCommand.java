package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade cutover switch}. */
@Command(
    name = "switch",
    description = "Moves one tenant: its writes wait a moment, it is compared, and then pinned.",
    mixinStandardHelpOptions = true)
final class SwitchCommand implements Callable<Integer> {
  private static final long EVERY_MS = 500;

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

  @Option(names = "--to", paramLabel = "WHERE", description = "target (default) or legacy.")
  private String to = "target";

  @Option(names = "--wait", description = "Waits for its end; status 1 where it fails.")
  private boolean wait;

  @Parameters(index = "0", paramLabel = "TENANT", description = "Which tenant.")
  private String tenant = "";

  @Override
  public Integer call() throws InterruptedException {
    boolean[] failed = new boolean[1];
    int status =
        Lever.of(spec, target, json)
            .run(
                client -> {
                  JsonNode last = ask(client);
                  failed[0] = "failed".equals(last.path("state").asString(""));
                  return last;
                },
                SwitchCommand::lines);
    return status == Terminal.DONE && failed[0] ? Integer.valueOf(Terminal.FAILED) : status;
  }

  private JsonNode ask(SnapshotClient client) throws IOException, InterruptedException {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("to", to).put("reason", reason);
    String path = Lever.tenant(tenant) + "/switch";
    JsonNode told = client.post(path, order);
    while (wait && "running".equals(told.path("state").asString(""))) {
      // Nobody counts it down: it is a pause that an interrupt ends.
      boolean woken = new CountDownLatch(1).await(EVERY_MS, TimeUnit.MILLISECONDS);
      assert !woken;
      told = client.get(path, Map.of());
    }
    return told;
  }

  private static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s to %s: %s. %s"
            .formatted(
                answer.path("tenant").asString(""),
                answer.path("to").asString(""),
                answer.path("state").asString(""),
                answer.path("detail").asString("")));
    for (JsonNode step : answer.path("steps")) {
      lines.add(
          "  %s: %s".formatted(step.path("name").asString(""), step.path("state").asString("")));
    }
    return lines;
  }
}
