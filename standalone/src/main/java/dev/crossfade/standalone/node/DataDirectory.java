package dev.crossfade.standalone.node;

import dev.crossfade.embedded.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which data directory a command is about, and the node that runs on it. */
public final class DataDirectory {
  private DataDirectory() {}

  /**
   * The one that was named, else that of {@code CROSSFADE_DATA}, else {@code .crossfade} beside the
   * launcher. Absolute; the default does not depend on where one stands: status finds what up
   * started.
   */
  public static Path chosen(@Nullable Path given, Map<String, String> environment) {
    Path data = given;
    if (data == null) {
      String variable = environment.get("CROSSFADE_DATA");
      data =
          variable == null || variable.isBlank()
              ? Path.of(System.getProperty("crossfade.home", "")).resolve(".crossfade")
              : Path.of(variable);
    }
    return data.toAbsolutePath().normalize();
  }

  /** The node that runs on it; empty when none does, or it is still starting. */
  public static Optional<RunFile> running(Path data) throws IOException {
    // After SIGKILL run.json stays behind: only a held lock makes it true.
    return Files.isDirectory(data) && DirectoryLock.isHeld(data)
        ? RunFile.in(data)
        : Optional.empty();
  }
}
