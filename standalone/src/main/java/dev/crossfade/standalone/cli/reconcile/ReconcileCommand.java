package dev.crossfade.standalone.cli.reconcile;

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
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code crossfade reconcile}. */
@Command(
    name = "reconcile",
    description = {
      "Compares what the log says with what PostgreSQL holds, while everybody goes on writing.",
      "With --wait the exit status is 0 only where all was compared and is the same."
    },
    mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 250;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "rows",
      description =
          "digest: decided states only; rows: these, and every row; snapshot: what sources hold"
              + " (default: ${DEFAULT-VALUE}).")
  private String level = "rows";

  @Option(
      names = "--tenants",
      paramLabel = "NAME",
      split = ",",
      description = "Only these tenants; --tenant names a single one.")
  private final List<String> tenants = new ArrayList<>();

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "Only this domain; may be given several times.")
  private final List<String> domains = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "Only this source's snapshots, of the level snapshot; may be given several times.")
  private final List<String> sources = new ArrayList<>();

  @Option(
      names = "--no-values",
      description = "Keeps no values of fields: only the names of those that differ.")
  private boolean noValues;

  @Option(names = "--wait", description = "Returns when it is done, and says what was found.")
  private boolean wait;

  @Option(names = "--json", description = "The report as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(
        () -> {
          TargetOptions.Found found = target.find();
          try (SnapshotClient client = target.client(found.target(), terminal::note)) {
            JsonNode report = client.post("/reconciliations", order());
            if (wait) {
              report = await(terminal, client, report);
            }
            return tell(terminal, report);
          }
        });
  }

  private ObjectNode order() {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("level", level);
    List<String> only = new ArrayList<>(tenants);
    if (target.tenant() != null) {
      only.add(target.tenant());
    }
    names(order, "tenants", only);
    names(order, "domains", domains);
    names(order, "sources", sources);
    return order.put("values", !noValues);
  }

  private static void names(ObjectNode order, String member, List<String> names) {
    if (!names.isEmpty()) {
      ArrayNode all = order.putArray(member);
      names.forEach(all::add);
    }
  }

  private JsonNode await(Terminal terminal, SnapshotClient client, JsonNode asked)
      throws IOException, InterruptedException {
    String path = "/reconciliations/" + asked.path("id").asString("");
    RunLine line = new RunLine(terminal.err(), Terminal.isLive() && !json, System::nanoTime);
    JsonNode report = asked;
    try {
      while (report.path("state").asString("").equals("running")) {
        line.draw(report);
        // Nobody counts it down: it is a pause that an interrupt ends.
        boolean woken = new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        assert !woken;
        report = client.get(path, Map.of());
      }
    } finally {
      line.end();
    }
    return report;
  }

  private int tell(Terminal terminal, JsonNode report) {
    if (json) {
      terminal.json(report);
    } else if (wait) {
      ReportText.lines(report).forEach(terminal::line);
    } else {
      terminal.line("Reconciliation " + report.path("id").asString("") + " is asked for.");
      terminal.line("./crossfade report " + report.path("id").asString("") + " shows it.");
    }
    return wait ? ReportText.status(report) : Terminal.DONE;
  }
}
