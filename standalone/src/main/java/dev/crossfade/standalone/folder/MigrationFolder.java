package dev.crossfade.standalone.folder;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A blueprint's folder, read.
 *
 * @param schema what makes the users' tables: the text of {@code schema.sql} where the folder has
 *     one, else what the blueprint says
 * @param sample the text of {@code sample.yaml}; null when there is none
 */
public record MigrationFolder(Blueprint blueprint, String schema, @Nullable String sample) {
  /** What is served when nothing is asked for. */
  public static final String DEFAULT = "school";

  /**
   * The blueprint that comes along under this name, or the one in this directory.
   *
   * @throws dev.crossfade.core.blueprint.BlueprintProblems with everything that is wrong in it
   * @throws IllegalArgumentException when there is neither; the message names those that there are
   */
  public static MigrationFolder find(String nameOrDirectory) {
    try {
      if (BuiltIn.names().contains(nameOrDirectory)) {
        return BuiltIn.read(nameOrDirectory, MigrationFolder::read);
      }
      Path directory = Path.of(nameOrDirectory);
      if (Files.isDirectory(directory)) {
        return read(directory);
      }
      if (Files.isRegularFile(directory)) {
        throw new IllegalArgumentException(
            nameOrDirectory + " is a file: name the folder that it lies in.");
      }
      throw new IllegalArgumentException(BuiltIn.unknown(nameOrDirectory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one that comes along and is served when nothing is asked for. */
  public static MigrationFolder school() {
    return find(DEFAULT);
  }

  /** The migration's name. */
  public String name() {
    return blueprint.name();
  }

  private static MigrationFolder read(Path folder) throws IOException {
    Blueprint blueprint = Blueprint.load(folder);
    String schema = textOf(folder.resolve("schema.sql"));
    return new MigrationFolder(
        blueprint,
        schema == null ? Ddl.of(blueprint) : schema,
        textOf(folder.resolve("sample.yaml")));
  }

  private static @Nullable String textOf(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : null;
  }

  @Override
  public String toString() {
    return "MigrationFolder[" + name() + "]";
  }
}
