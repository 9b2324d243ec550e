package dev.crossfade.standalone.cli.blueprint;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.folder.MigrationFolder;
import picocli.CommandLine.Parameters;

/** The blueprint that a command is about. */
final class BlueprintFolder {
  @Parameters(
      index = "0",
      paramLabel = "DIR|NAME",
      description =
          "The blueprint's folder, with blueprint.yaml and the schemas that it names; or the name"
              + " of one that comes along.")
  private String folder = "";

  /**
   * The blueprint in it.
   *
   * @throws dev.crossfade.core.blueprint.BlueprintProblems with everything that is wrong
   * @throws IllegalArgumentException when there is no such folder
   */
  Blueprint load() {
    return MigrationFolder.find(folder).blueprint();
  }
}
