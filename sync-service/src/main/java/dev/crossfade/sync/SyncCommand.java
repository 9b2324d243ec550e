package dev.crossfade.sync;

import dev.crossfade.database.DatabaseSettings;
import dev.crossfade.kit.config.DatabaseOptions;
import dev.crossfade.kit.config.HttpOptions;
import dev.crossfade.kit.config.IdentityOptions;
import dev.crossfade.kit.config.KafkaOptions;
import dev.crossfade.kit.process.ServiceProcess;
import dev.crossfade.kit.process.StopSignal;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crossfade sync}: runs the service until the process is told to stop. */
@Command(
    name = "sync",
    description = "Applies the log to PostgreSQL, exactly once, and answers reads.",
    mixinStandardHelpOptions = true)
public final class SyncCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8082;

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

  @Override
  public Integer call() throws InterruptedException {
    SyncServer server =
        SyncServer.start(
            new SyncSettings(
                kafka.clientProperties(),
                new DatabaseSettings(database.url(), database.user(), database.password()),
                SyncSettings.CONNECTIONS,
                "sync-" + ProcessHandle.current().pid(),
                SyncSettings.SESSION_TIMEOUT),
            migrations.isEmpty() ? List.of("school") : migrations,
            new ServiceProcess.Front(
                identity.authenticator(InstantSource.system()), http.bind(), http.port()));
    StopSignal.closes(server);
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("sync listens on http://" + http.bind() + ":" + server.port());
      out.flush();
    }
    StopSignal.await();
    return 0;
  }
}
