package dev.crossfade.standalone.cli.blueprint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A running {@code ./crossfade up}, in place of its servers' addresses. */
final class NodeOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data directory of a running ./crossfade up, in place of its servers' addresses.")
  private @Nullable Path data;

  boolean isGiven() {
    return data != null;
  }

  /** The node; empty when none is named, or none runs there. */
  Optional<NodeAccess> node() throws IOException {
    return data == null ? Optional.empty() : NodeAccess.on(data);
  }

  /** What to say when none runs there. */
  String notRunning() {
    return "Crossfade does not run on " + data + ".\nStart it with ./crossfade up.";
  }
}
