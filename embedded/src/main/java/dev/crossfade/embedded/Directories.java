package dev.crossfade.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whole directory trees. */
final class Directories {
  private Directories() {}

  /** Deletes the tree, links themselves rather than what they point to. A missing one is fine. */
  static void delete(Path root) throws IOException {
    for (Path path : contents(root).reversed()) {
      Files.deleteIfExists(path);
    }
  }

  /** Gives the tree to a user, where it is not that user's already. Only root may. */
  static void changeOwner(Path root, int uid) throws IOException {
    if (Integer.valueOf(uid).equals(Files.getAttribute(root, "unix:uid"))) {
      return;
    }
    // The root last: until then a run that was killed in between is repeated.
    for (Path path : contents(root).reversed()) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static List<Path> contents(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.sorted().toList();
    }
  }
}
