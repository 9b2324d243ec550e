package dev.crossfade.standalone.cli.snapshot;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was rejected, a JSON object a line. A run that goes on adds to it. */
final class ErrorsFile implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final @Nullable BufferedWriter out;

  private ErrorsFile(@Nullable BufferedWriter out) {
    this.out = out;
  }

  /** Nothing is written where there is no path. */
  static ErrorsFile open(@Nullable Path path, boolean resumed) throws IOException {
    if (path == null) {
      return new ErrorsFile(null);
    }
    if (!resumed) {
      Files.deleteIfExists(path);
    }
    return new ErrorsFile(
        Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  boolean isWanted() {
    return out != null;
  }

  void add(JsonNode issue) {
    if (out == null) {
      return;
    }
    try {
      out.write(JSON.writeValueAsString(issue));
      out.write('\n');
      // What was told is there, however the run ends.
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
