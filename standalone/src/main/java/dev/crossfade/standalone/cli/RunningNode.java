package dev.crossfade.standalone.cli;

import dev.crossfade.embedded.DirectoryLock;
import dev.crossfade.embedded.PostgresServer;
import dev.crossfade.standalone.node.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The node that holds a data directory, found from outside.
 *
 * @param file what it says of itself
 */
record RunningNode(Path data, RunFile file) {

  /** The one on this directory; empty when none runs. */
  static Optional<RunningNode> on(Path data) throws IOException {
    return isHeld(data)
        ? RunFile.in(data).map(file -> new RunningNode(data, file))
        : Optional.empty();
  }

  /**
   * The one on this directory.
   *
   * @throws CommandException when none runs, or it is still starting
   */
  static RunningNode require(Path data) throws IOException {
    return on(data)
        .orElseThrow(
            () ->
                CommandException.unreachable(
                    "Crossfade does not run on "
                        + data
                        + ".\nStart it with ./crossfade up, or name its directory with --data."));
  }

  /** Whether a live process holds the directory, be it ready or not. */
  static boolean isHeld(Path data) throws IOException {
    return Files.isDirectory(data) && DirectoryLock.isHeld(data);
  }

  /** The process ids now: PostgreSQL's changes when it was killed and started again. */
  Map<String, Long> pids() throws IOException {
    Map<String, Long> pids = new LinkedHashMap<>(file.pids());
    pids.remove("postgres");
    PostgresServer.pidOn(data.resolve("postgres")).ifPresent(pid -> pids.put("postgres", pid));
    return pids;
  }
}
