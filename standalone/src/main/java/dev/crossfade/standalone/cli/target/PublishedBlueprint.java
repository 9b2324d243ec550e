package dev.crossfade.standalone.cli.target;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.load.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The blueprint of a running migration. */
public final class PublishedBlueprint {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private PublishedBlueprint() {}

  /**
   * As the node's control log has it; or, where only an address is known, the one named or the one
   * that comes along under the migration's name.
   *
   * @param folder what {@code --blueprint} says
   */
  public static Blueprint of(TargetOptions.Found found, @Nullable String folder)
      throws IOException, InterruptedException {
    String name = found.target().migration();
    if (folder != null) {
      return MigrationFolder.find(folder).blueprint();
    }
    if (found.run() == null) {
      try {
        return MigrationFolder.find(name).blueprint();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "--blueprint is missing: the folder of " + name + "'s blueprint.", e);
      }
    }
    Map<String, String> client = Map.of("bootstrap.servers", found.run().kafka().bootstrap());
    try (Migration migration =
        Migration.open(name, client, "/services/command-line", InstantSource.system())) {
      if (!migration.control().awaitEnd(TIMEOUT)) {
        throw new UnreachableException("The node's Kafka does not answer.");
      }
      return migration
          .blueprint()
          .orElseThrow(() -> new IllegalArgumentException(name + " has no blueprint yet."));
    }
  }
}
