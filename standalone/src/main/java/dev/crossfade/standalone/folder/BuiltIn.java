package dev.crossfade.standalone.folder;

import dev.crossfade.core.blueprint.DidYouMean;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The blueprints that come along, in the jar or in the build's folder. */
final class BuiltIn {
  private static final String ALL = "/blueprints/";

  private BuiltIn() {}

  /** Reads a folder while it can be read. */
  interface Reader<T> {
    T read(Path folder) throws IOException;
  }

  /** Their names, in order. */
  static List<String> names() throws IOException {
    return inside(
        all -> {
          try (Stream<Path> folders = Files.list(all)) {
            return folders
                .filter(folder -> Files.exists(folder.resolve("blueprint.yaml")))
                .map(folder -> folder.getFileName().toString().replace("/", ""))
                .sorted()
                .toList();
          }
        });
  }

  static <T> T read(String name, Reader<T> reader) throws IOException {
    return inside(all -> reader.read(all.resolve(name)));
  }

  /** Why there is no blueprint of this name. */
  static String unknown(String name) throws IOException {
    List<String> names = names();
    return "There is no blueprint \""
        + name
        + "\" that comes along, and no such directory"
        + DidYouMean.hint(name, names);
  }

  private static <T> T inside(Reader<T> reader) throws IOException {
    URL url = Objects.requireNonNull(BuiltIn.class.getResource(ALL + MigrationFolder.DEFAULT));
    URLConnection connection = url.openConnection();
    if (connection instanceof JarURLConnection jar) {
      try (FileSystem files = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
        return reader.read(files.getPath(ALL));
      }
    }
    return reader.read(Objects.requireNonNull(path(url).getParent()));
  }

  private static Path path(URL url) throws IOException {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
