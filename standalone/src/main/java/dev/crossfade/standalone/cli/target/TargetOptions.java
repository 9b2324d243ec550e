package dev.crossfade.standalone.cli.target;

import dev.crossfade.standalone.load.SnapshotClient;
import dev.crossfade.standalone.load.Target;
import dev.crossfade.standalone.load.UnreachableException;
import dev.crossfade.standalone.node.DataDirectory;
import dev.crossfade.standalone.node.RunFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which migration of which running Crossfade, and in whose name. */
public final class TargetOptions {
  private static final int PATIENCE_SECONDS = 600;

  private final Map<String, String> environment = System.getenv();

  @Option(
      names = "--migration",
      paramLabel = "NAME",
      description = "Which migration (default: the only one that the node serves).")
  private @Nullable String migration;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the service answers, in place of --data; --migration is needed then.")
  private @Nullable String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data directory of a running ./crossfade up (default: .crossfade beside the launcher;"
              + " environment: CROSSFADE_DATA).")
  private @Nullable Path data;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Whose records they are, where no token and no record says so.")
  private @Nullable String tenant;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      interactive = true,
      arity = "0..1",
      description =
          "Asks for the token; one written behind it can be seen by every process of this machine"
              + " (environment: CROSSFADE_TOKEN).")
  private char @Nullable [] token;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file that holds the token (environment: CROSSFADE_TOKEN_FILE).")
  private @Nullable Path tokenFile;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description =
          "How long to go on trying while the server says that it cannot (default: "
              + PATIENCE_SECONDS
              + ").")
  private int patience = PATIENCE_SECONDS;

  /** Where it is, and what is the same when it is asked again. */
  public record Found(Target target, String server, @Nullable RunFile run) {}

  /** Whose records they are; null where no option says so. */
  public @Nullable String tenant() {
    return tenant;
  }

  /**
   * The migration that is asked.
   *
   * @throws IllegalArgumentException when the options do not name one
   * @throws UnreachableException when no node runs there
   */
  public Found find() throws IOException {
    if (patience < 0) {
      throw new IllegalArgumentException("--patience: below 0.");
    }
    String address = url;
    if (address != null) {
      if (data != null) {
        throw new IllegalArgumentException("--url and --data: one of them, please.");
      }
      if (!address.matches("https?://[^/?#\\s]+/*")) {
        throw new IllegalArgumentException(
            "--url: an address such as http://127.0.0.1:8080, and nothing behind it.");
      }
      if (migration == null) {
        throw new IllegalArgumentException("--migration is missing: --url does not tell it.");
      }
      URI base = URI.create(address.replaceAll("/+$", ""));
      return new Found(new Target(base, migration, tenant, readToken()), base.toString(), null);
    }
    Path directory = DataDirectory.chosen(data, environment);
    RunFile run =
        DataDirectory.running(directory)
            .orElseThrow(
                () ->
                    new UnreachableException(
                        "Crossfade does not run on "
                            + directory
                            + ".\nStart it with ./crossfade up, or name it with --data or --url."));
    return new Found(
        new Target(URI.create(run.url()), served(run), tenant, readToken()),
        directory.toString(),
        run);
  }

  private String served(RunFile run) {
    String names = String.join(", ", run.migrations().keySet());
    String wanted = migration;
    if (wanted == null) {
      if (run.migrations().size() != 1) {
        throw new IllegalArgumentException("--migration is missing: there are " + names + ".");
      }
      return run.migrations().keySet().iterator().next();
    }
    if (!run.migrations().containsKey(wanted)) {
      throw new IllegalArgumentException(
          "--migration: " + wanted + " is not served; there are " + names + ".");
    }
    return wanted;
  }

  private @Nullable String readToken() throws IOException {
    if (token != null) {
      return new String(token).strip();
    }
    Path file = tokenFile;
    String variable = environment.get("CROSSFADE_TOKEN_FILE");
    if (file == null && variable != null && !variable.isBlank()) {
      file = Path.of(variable);
    }
    if (file != null) {
      return Files.readString(file).strip();
    }
    return Optional.ofNullable(environment.get("CROSSFADE_TOKEN"))
        .filter(text -> !text.isBlank())
        .map(String::strip)
        .orElse(null);
  }

  /**
   * A client.
   *
   * @param say is told what it waits for
   */
  public SnapshotClient client(Target target, Consumer<String> say) {
    return new SnapshotClient(
        target,
        Duration.ofSeconds(patience),
        (why, pause) -> say.accept("waiting %.1f s: %s".formatted(pause.toMillis() / 1000.0, why)));
  }
}
