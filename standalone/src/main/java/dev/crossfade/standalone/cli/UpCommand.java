package dev.crossfade.standalone.cli;

import dev.crossfade.kit.config.HttpOptions;
import dev.crossfade.kit.config.IdentityOptions;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.process.StopSignal;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade up}: everything in this process, until it is told to stop. */
@Command(
    name = "up",
    description = "Starts everything, embedded, and keeps its data between runs.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8080;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final HttpOptions http = new HttpOptions(DEFAULT_PORT);
  @Mixin private final DataOption data = new DataOption();
  @Mixin private final IdentityOptions identity = new IdentityOptions();

  @Option(
      names = "--blueprint",
      paramLabel = "NAME|DIR",
      description =
          "A migration to serve from now on: a blueprint that comes along (school, …) or a"
              + " blueprint's folder; may be given several times. What was served before is"
              + " served again (default: school).")
  private final List<String> blueprints = new ArrayList<>();

  @Option(names = "--detach", description = "Return when all is ready; ./crossfade down stops it.")
  private boolean detach;

  @Override
  public Integer call() throws InterruptedException, IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    Authenticator authenticator = identity.authenticator(InstantSource.system());
    NodeSettings settings =
        new NodeSettings(
            data.path(),
            http.bind(),
            http.port(),
            blueprints.stream().map(MigrationFolder::find).toList(),
            authenticator,
            NodeSettings.PARTITIONS);
    if (detach) {
      List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
      return new Detached(settings.data(), out, command.commandLine().getErr()).start(arguments);
    }
    StartTimes times = new StartTimes(out);
    try (Node node = Node.start(settings, times::reached)) {
      times.ready();
      new Welcome(out).print(node, authenticator);
      StopSignal.await();
    }
    return 0;
  }
}
