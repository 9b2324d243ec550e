package dev.crossfade.embedded;

import java.nio.file.Path;

/** A data directory that another running server holds. Stop that one, or use another directory. */
public final class DirectoryInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(Path directory, String owner) {
    super("The data directory " + directory + " is in use by " + owner + ".");
  }
}
