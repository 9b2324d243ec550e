package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.embedded.DirectoryLock;
import dev.crossfade.standalone.node.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * A running node's servers, found by its data directory.
 *
 * @param run what it says of itself
 */
record NodeAccess(RunFile run) {

  /** The node on this directory; empty when none runs there, or it is still starting. */
  static Optional<NodeAccess> on(Path data) throws IOException {
    // After SIGKILL run.json stays behind: only a held lock makes it true.
    boolean held = Files.isDirectory(data) && DirectoryLock.isHeld(data);
    return held ? RunFile.in(data).map(NodeAccess::new) : Optional.empty();
  }

  /** What a Kafka client starts from. */
  Map<String, String> client() {
    return Map.of("bootstrap.servers", run.kafka().bootstrap());
  }

  /** A connection to its database. */
  Connection database() throws IOException, SQLException {
    RunFile.Database database = run.database();
    String password = Files.readString(Path.of(database.passwordFile())).strip();
    return DriverManager.getConnection(database.url(), database.user(), password);
  }
}
