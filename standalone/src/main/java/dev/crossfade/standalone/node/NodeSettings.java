package dev.crossfade.standalone.node;

import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.standalone.folder.MigrationFolder;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node needs to be told.
 *
 * @param data the directory in which everything is kept; made when missing
 * @param bind the address to listen on; broker and database listen on 127.0.0.1 always
 * @param port to listen on; 0 takes a free one
 * @param blueprints each a migration to serve, beside those that were served from this directory
 *     before; where there are neither, it is the school
 * @param authenticator who says who asks
 * @param partitions of a log of changes that is made now
 */
public record NodeSettings(
    Path data,
    String bind,
    int port,
    List<MigrationFolder> blueprints,
    Authenticator authenticator,
    int partitions) {
  /** The partitions of a log of changes unless told otherwise. */
  public static final int PARTITIONS = 24;

  public NodeSettings {
    data = data.toAbsolutePath().normalize();
    blueprints = List.copyOf(blueprints);
  }

  /** These on 127.0.0.1; the school where there are none. */
  public static NodeSettings local(
      Path data, int port, Authenticator authenticator, MigrationFolder... blueprints) {
    return new NodeSettings(
        data, "127.0.0.1", port, List.of(blueprints), authenticator, PARTITIONS);
  }
}
