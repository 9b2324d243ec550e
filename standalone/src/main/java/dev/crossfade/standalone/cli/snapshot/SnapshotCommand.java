package dev.crossfade.standalone.cli.snapshot;

import dev.crossfade.standalone.cli.target.TargetOptions;
import dev.crossfade.standalone.cli.target.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crossfade snapshot}. */
@Command(
    name = "snapshot",
    description = {
      "Brings what a legacy store holds into a running migration, beside its live writes and as"
          + " often as you like: a dump of a browser, an export, a file with a record a line; or,"
          + " with --jdbc, the rows of an old backend.",
      "In the browser's console, copy(JSON.stringify(localStorage)) makes a dump."
    },
    subcommands = {JdbcCommand.class, ExportCommand.class},
    synopsisSubcommandLabel = "[jdbc | export]",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit statuses:%n",
    exitCodeList = {
      "0:all of it was taken",
      "1:something was rejected, or a fault",
      "2:wrong usage",
      "3:something cannot be reached"
    })
public final class SnapshotCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final TargetOptions target = new TargetOptions();
  @Mixin private final SourceOptions source = new SourceOptions();
  @Mixin private final LoadOptions load = new LoadOptions();
  @Mixin private final JdbcOptions jdbc = new JdbcOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A dump, an export, or *.ndjson with {tenant?, domain, id, data} a line.")
  private @Nullable Path file;

  @Option(
      names = "--as-of",
      paramLabel = "POSITION",
      description =
          "Of a file whose source does not count: what the log had reached for certain before the"
              + " store was read. Without it, nothing that was written live is replaced.")
  private @Nullable String asOf;

  @Option(
      names = "--taken-at",
      paramLabel = "TIME",
      description = "When a browser's store was read, such as 2026-11-20T12:00:00Z.")
  private @Nullable String takenAt;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec);
    return terminal.run(() -> run(terminal));
  }

  private int run(Terminal terminal) throws IOException, InterruptedException {
    Path path = file;
    if (path == null) {
      if (!jdbc.isGiven()) {
        throw new IllegalArgumentException(
            "What is to be sent? A FILE, or --jdbc and --query. See crossfade snapshot --help");
      }
      if (asOf != null || takenAt != null) {
        throw new IllegalArgumentException("--as-of and --taken-at are about a FILE.");
      }
      return new JdbcRun(terminal, target, source, load, jdbc).run();
    }
    if (jdbc.isGiven()) {
      throw new IllegalArgumentException("A FILE and --jdbc: one of them, please.");
    }
    return new FileRun(terminal, target, source, load, asOf, time()).run(path);
  }

  private @Nullable String time() {
    try {
      return takenAt == null ? null : Instant.parse(takenAt).toString();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("--taken-at: a time such as 2026-11-20T12:00:00Z.", e);
    }
  }
}
