package dev.crossfade.standalone.cli.explain;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code crossfade explain record students/42}. */
@Command(
    name = "record",
    description = {
      "What was said of a record, by whom, what became of that, and what of it still waits; the"
          + " newest last.",
      "With --show-data and --json it is real data."
    },
    mixinStandardHelpOptions = true)
final class ExplainRecordCommand implements Callable<Integer> {
  private static final int DEFAULT_LIMIT = 20;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "DOMAIN/ID", description = "Which, such as students/42.")
  private String record = "";

  @Option(
      names = "--source",
      paramLabel = "ID",
      description = "By whose ids, where each source counts the domain's records for itself.")
  private @Nullable String source;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The latest events, 200 at most (default: " + DEFAULT_LIMIT + ").")
  private int limit = DEFAULT_LIMIT;

  @Option(names = "--show-data", description = "With the data of each event.")
  private boolean data;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(
        () -> {
          int slash = record.indexOf('/');
          if (slash <= 0 || slash == record.length() - 1) {
            throw new IllegalArgumentException(
                "A record is a domain and an id, such as students/42, not " + record + ".");
          }
          TargetOptions.Found found = target.find();
          try (SnapshotClient client = target.client(found.target(), terminal::note)) {
            JsonNode story = client.get(path(slash), query());
            if (json) {
              terminal.json(story);
            } else {
              new Story(record, data).lines(story).forEach(terminal::line);
            }
          }
          return Terminal.DONE;
        });
  }

  private String path(int slash) {
    return "/records/"
        + SnapshotClient.encoded(record.substring(0, slash))
        + "/"
        + SnapshotClient.encoded(record.substring(slash + 1))
        + "/history";
  }

  private Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", String.valueOf(limit));
    String named = source;
    if (named != null) {
      query.put("source", named);
    }
    return query;
  }
}
