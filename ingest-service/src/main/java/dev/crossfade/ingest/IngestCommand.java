package dev.crossfade.ingest;

import dev.crossfade.kit.config.HttpOptions;
import dev.crossfade.kit.config.IdentityOptions;
import dev.crossfade.kit.config.KafkaOptions;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.process.StopSignal;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crossfade ingest}: runs the service until the process is told to stop. */
@Command(
    name = "ingest",
    description = "Accepts events over HTTP and appends them to the log.",
    mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 8081;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final HttpOptions http = new HttpOptions(DEFAULT_PORT);
  @Mixin private final IdentityOptions identity = new IdentityOptions();

  @Option(
      names = "--migration",
      paramLabel = "NAME",
      description = "A migration to serve; may be given several times (default: school).")
  private final List<String> migrations = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    IngestServer server = start();
    StopSignal.closes(server);
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("ingest listens on http://" + http.bind() + ":" + server.port());
      out.flush();
    }
    StopSignal.await();
    return 0;
  }

  private IngestServer start() {
    Authenticator authenticator = identity.authenticator(InstantSource.system());
    try {
      return IngestServer.start(
          IngestSettings.defaults(),
          kafka.clientProperties(),
          migrations.isEmpty() ? List.of("school") : migrations,
          authenticator,
          new IngestServer.Address(http.bind(), http.port()));
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      // An address that cannot be used, a migration that cannot be one.
      String message = String.valueOf(e.getMessage());
      throw new ParameterException(
          spec == null ? new CommandLine(this) : spec.commandLine(), message, e);
    }
  }
}
