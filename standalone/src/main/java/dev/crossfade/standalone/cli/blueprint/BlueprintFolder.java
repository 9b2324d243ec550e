package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The folder that a command is about. */
final class BlueprintFolder {
  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The blueprint's folder: blueprint.yaml and the schemas that it names.")
  private @Nullable Path folder;

  /**
   * The blueprint in it.
   *
   * @throws dev.crossfade.core.blueprint.BlueprintProblems with everything that is wrong
   * @throws IllegalArgumentException when there is no such folder
   */
  Blueprint load() {
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "There is no folder " + folder + ". Name the one that holds blueprint.yaml.");
    }
    return Blueprint.load(folder);
  }
}
