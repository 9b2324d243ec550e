package dev.crossfade.standalone.cli.reconcile;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the commands that decide on differences have in common. */
final class Decision {
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "The report that it is about (default: the latest).")
  private @Nullable String run;

  @Option(
      names = "--issue",
      paramLabel = "ID",
      description = "One of its differences; may be given several times.")
  private final List<String> issues = new ArrayList<>();

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the record.")
  private String reason = "";

  @Option(names = "--json", description = "The answer as one JSON object.")
  private boolean json;

  /** Asks for it; 0 where all that was named is done. */
  int ask(@Nullable CommandSpec spec, String verb, String done) throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(
        () -> {
          if (all != issues.isEmpty()) {
            throw new IllegalArgumentException("Name some with --issue, or --all.");
          }
          TargetOptions.Found found = target.find();
          try (SnapshotClient client = target.client(found.target(), terminal::note)) {
            ObjectNode order = JsonNodeFactory.instance.objectNode();
            if (all) {
              order.put("issues", "all");
            } else {
              issues.forEach(order.putArray("issues")::add);
            }
            order.put("reason", reason);
            JsonNode answer = client.post(Reports.path(client, run) + "/" + verb, order);
            if (json) {
              terminal.json(answer);
            } else {
              terminal.line(
                  "%d match: %d %s, %d are left as they are."
                      .formatted(
                          answer.path("matched").asInt(0),
                          answer.path("done").asInt(0),
                          done,
                          answer.path("left").asInt(0)));
            }
            return answer.path("left").asInt(0) == 0 ? Terminal.DONE : Terminal.FAILED;
          }
        });
  }
}
