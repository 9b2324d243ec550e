package dev.crossfade.standalone.node;

import dev.crossfade.kit.identity.Authenticator;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node needs to be told.
 *
 * @param data the directory in which everything is kept; made when missing
 * @param bind the address to listen on; broker and database listen on 127.0.0.1 always
 * @param port to listen on; 0 takes a free one
 * @param blueprints folders, each a migration beside the school's, or in place of it when it has
 *     that name
 * @param authenticator who says who asks
 * @param partitions of a log of changes that is made now
 */
public record NodeSettings(
    Path data,
    String bind,
    int port,
    List<Path> blueprints,
    Authenticator authenticator,
    int partitions) {
  /** The partitions of a log of changes unless told otherwise. */
  public static final int PARTITIONS = 24;

  public NodeSettings {
    data = data.toAbsolutePath().normalize();
    blueprints = List.copyOf(blueprints);
  }

  /** The school on 127.0.0.1. */
  public static NodeSettings school(Path data, int port, Authenticator authenticator) {
    return new NodeSettings(data, "127.0.0.1", port, List.of(), authenticator, PARTITIONS);
  }
}
