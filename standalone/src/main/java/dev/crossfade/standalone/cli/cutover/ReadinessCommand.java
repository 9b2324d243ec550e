package dev.crossfade.standalone.cli.cutover;

import dev.crossfade.standalone.cli.target.TargetOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code crossfade cutover readiness}. */
@Command(
    name = "readiness",
    description = "Which devices could go back now without seeing less than before.",
    mixinStandardHelpOptions = true)
final class ReadinessCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many devices to list, 1 to 1000 (default: 100).")
  private int limit = 100;

  @Option(names = "--after", paramLabel = "NEXT", description = "Where the page before ended.")
  private @Nullable String after;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> query = new HashMap<>();
    query.put("limit", Integer.toString(limit));
    String from = after;
    if (from != null) {
      query.put("after", from);
    }
    return Lever.of(spec, target, json)
        .run(client -> client.get("/cutover/readiness", query), ReadinessCommand::lines);
  }

  private static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d devices read from PostgreSQL or could: %d could go back now, %d told nothing"
            .formatted(
                answer.path("devices").asLong(0),
                answer.path("ready").asLong(0),
                answer.path("unknown").asLong(0)));
    for (JsonNode one : answer.path("list")) {
      lines.add(
          "  %s %s: %s, %s unsent, last seen %s"
              .formatted(
                  one.path("tenant").asString(""),
                  one.path("source").asString(""),
                  one.path("state").asString(""),
                  one.path("unsent").isNull() ? "?" : one.path("unsent").asString(""),
                  one.path("lastSeen").isNull() ? "never" : one.path("lastSeen").asString("")));
    }
    if (answer.path("next").isString()) {
      lines.add("There are more: --after " + answer.path("next").asString(""));
    }
    return lines;
  }
}
