package dev.crossfade.standalone.cli.reconcile;

import dev.crossfade.standalone.load.SnapshotClient;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the run that a command is about. */
final class Reports {
  private static final String PATH = "/reconciliations";

  private Reports() {}

  /**
   * The path of the run of this id, or of the latest one.
   *
   * @throws IllegalArgumentException when there is none
   */
  static String path(SnapshotClient client, @Nullable String id)
      throws IOException, InterruptedException {
    if (id != null) {
      return PATH + "/" + SnapshotClient.encoded(id);
    }
    JsonNode latest = client.get(PATH, Map.of("limit", "1")).path("reconciliations").path(0);
    if (latest.isMissingNode()) {
      throw new IllegalArgumentException(
          "Nothing has been compared yet. ./crossfade reconcile --wait does.");
    }
    return PATH + "/" + latest.path("id").asString("");
  }
}
