package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.embedded.DirectoryLock;
import dev.crossfade.standalone.node.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The broker of a running node, found by its data directory. */
final class NodeBroker {
  private NodeBroker() {}

  /** Its address for clients; empty when no node runs there, or it is still starting. */
  static Optional<String> on(Path data) throws IOException {
    // After SIGKILL run.json stays behind: only a held lock makes it true.
    boolean held = Files.isDirectory(data) && DirectoryLock.isHeld(data);
    return held ? RunFile.in(data).map(run -> run.kafka().bootstrap()) : Optional.empty();
  }
}
