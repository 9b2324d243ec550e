package dev.crossfade.standalone.node;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.ddl.Ddl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A blueprint's folder, read.
 *
 * @param schema what makes the users' tables: the text of {@code schema.sql} where the folder has
 *     one, else what the blueprint says
 */
record MigrationFolder(Blueprint blueprint, String schema) {
  private static final String SCHOOL = "/blueprints/school/";

  /**
   * The school's, which comes along, and these; one of the school's name takes its place.
   *
   * @throws dev.crossfade.core.blueprint.BlueprintProblems with everything that is wrong in a
   *     folder
   * @throws IllegalArgumentException when two have the same name
   */
  static List<MigrationFolder> schoolAnd(List<Path> folders) {
    try {
      Map<String, MigrationFolder> byName = new LinkedHashMap<>();
      for (Path path : folders) {
        MigrationFolder folder = read(path);
        if (byName.put(folder.name(), folder) != null) {
          throw new IllegalArgumentException("Two blueprints have the name " + folder.name() + ".");
        }
      }
      MigrationFolder school = school();
      byName.putIfAbsent(school.name(), school);
      return List.copyOf(byName.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return blueprint.name();
  }

  private static MigrationFolder read(Path folder) throws IOException {
    Blueprint blueprint = Blueprint.load(folder);
    Path schema = folder.resolve("schema.sql");
    return new MigrationFolder(
        blueprint, Files.exists(schema) ? Files.readString(schema) : Ddl.of(blueprint));
  }

  /** From the jar, or from the build's folder. */
  private static MigrationFolder school() throws IOException {
    URL url = Objects.requireNonNull(MigrationFolder.class.getResource(SCHOOL + "blueprint.yaml"));
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      try (FileSystem inside = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
        return read(inside.getPath(SCHOOL));
      }
    }
    return read(Objects.requireNonNull(path(url).getParent()));
  }

  private static Path path(URL url) throws IOException {
    try {
      URI uri = url.toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
