package dev.crossfade.standalone.cli.pause;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks for applying to be paused, or to go on, and says how it is then. */
record Switch(@Nullable CommandSpec spec, TargetOptions target, boolean json) {

  int to(boolean paused, String reason) throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(
        () -> {
          TargetOptions.Found found = target.find();
          try (SnapshotClient client = target.client(found.target(), terminal::note)) {
            JsonNode now =
                client.put(
                    "/sync",
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("paused", paused)
                        .put("reason", reason));
            if (json) {
              terminal.json(now);
            } else {
              terminal.line(words(now));
            }
          }
          return Terminal.DONE;
        });
  }

  private static String words(JsonNode now) {
    return now.path("paused").asBoolean(false)
        ? "Paused since %s by %s: %s. ./crossfade resume lets it go on."
            .formatted(
                now.path("since").asString(""),
                now.path("by").asString(""),
                now.path("reason").asString(""))
        : "Applying goes on.";
  }
}
