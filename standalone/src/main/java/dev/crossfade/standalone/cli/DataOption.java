package dev.crossfade.standalone.cli;

import dev.crossfade.standalone.node.DataDirectory;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which data directory a command is about. */
final class DataOption {
  private final Map<String, String> environment = System.getenv();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where everything is kept (default: .crossfade beside the launcher; environment:"
              + " CROSSFADE_DATA).")
  private @Nullable Path given;

  /** Absolute. The default does not depend on where one stands: status finds what up started. */
  Path path() {
    return DataDirectory.chosen(given, environment);
  }
}
