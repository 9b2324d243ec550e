package dev.crossfade.reconcile;

import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.config.DatabaseOptions;
import dev.crossfade.kit.config.HttpOptions;
import dev.crossfade.kit.config.IdentityOptions;
import dev.crossfade.kit.config.KafkaOptions;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.kit.process.StopSignal;
import dev.crossfade.reconcile.run.RunLimits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade reconciler}: runs the service until the process is told to stop. */
@Command(
    name = "reconciler",
    description = "Folds the log a second time, compares it with PostgreSQL, and reports.",
    mixinStandardHelpOptions = true)
public final class ReconcilerCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8083;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DatabaseOptions database = new DatabaseOptions();
  @Mixin private final HttpOptions http = new HttpOptions(DEFAULT_PORT);
  @Mixin private final IdentityOptions identity = new IdentityOptions();

  @Option(
      names = "--migration",
      paramLabel = "NAME",
      description = "A migration to serve; may be given several times (default: school).")
  private final List<String> migrations = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "crossfade-fold",
      description =
          "Where the fold is kept, one directory a process (default: ${DEFAULT-VALUE}); lost, it is"
              + " made anew from the log.")
  private Path state = Path.of("crossfade-fold");

  @Override
  public Integer call() throws InterruptedException {
    ReconcilerServer server =
        ReconcilerServer.start(
            new ReconcilerSettings(
                kafka.clientProperties(),
                new DatabaseSettings(database.url(), database.user(), database.password()),
                ReconcilerSettings.CONNECTIONS,
                "reconciler-" + UUID.randomUUID(),
                state.toAbsolutePath(),
                RunLimits.DEFAULTS),
            migrations.isEmpty() ? List.of("school") : migrations,
            new ServiceProcess.Front(
                identity.authenticator(InstantSource.system()), http.bind(), http.port()));
    StopSignal.closes(server);
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("reconciler listens on http://" + http.bind() + ":" + server.port());
      out.flush();
    }
    StopSignal.await();
    return 0;
  }
}
