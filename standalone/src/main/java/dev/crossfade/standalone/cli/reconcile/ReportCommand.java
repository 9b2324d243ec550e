package dev.crossfade.standalone.cli.reconcile;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import dev.crossfade.standalone.load.SnapshotClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crossfade report …}. */
@Command(
    name = "report",
    description = "Shows what a comparison found, or decides on it.",
    synopsisSubcommandLabel = "[COMMAND]",
    mixinStandardHelpOptions = true,
    subcommands = {ReportAcceptCommand.class, ReportRepairCommand.class})
public final class ReportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();

  @Parameters(arity = "0..1", paramLabel = "ID", description = "Its id (default: the latest).")
  private @Nullable String id;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES} (default: a few lines of text).")
  private @Nullable Form format;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--output", paramLabel = "FILE", description = "Writes it there.")
  private @Nullable Path output;

  /** The forms that a report comes in. */
  enum Form {
    json("application/json"),
    csv("text/csv"),
    html("text/html");

    private final String mediaType;

    Form(String mediaType) {
      this.mediaType = mediaType;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(
        () -> {
          TargetOptions.Found found = target.find();
          try (SnapshotClient client = target.client(found.target(), terminal::note)) {
            String path = Reports.path(client, id);
            Form form = format != null ? format : json || output != null ? Form.json : null;
            if (form == null) {
              ReportText.lines(client.get(path, Map.of())).forEach(terminal::line);
              return Terminal.DONE;
            }
            byte[] bytes = client.getAs(path, form.mediaType);
            if (output != null) {
              Files.write(output, bytes);
              terminal.note("Written to " + output + ".");
            } else {
              terminal.line(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
            }
            return Terminal.DONE;
          }
        });
  }
}
