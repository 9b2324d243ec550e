package dev.crossfade.standalone.cli;

import dev.crossfade.standalone.node.RunFile;
import java.net.URI;

/** A shell on the database. */
final class Psql {
  private Psql() {}

  /** The line that opens it. The password stays in its file. */
  static String line(RunFile.Database database) {
    URI server = URI.create(database.url().substring("jdbc:".length()));
    return "PGPASSWORD=$(cat '%s') psql -h %s -p %d -U %s %s"
        .formatted(
            database.passwordFile(),
            server.getHost(),
            server.getPort(),
            database.user(),
            server.getPath().substring(1));
  }
}
