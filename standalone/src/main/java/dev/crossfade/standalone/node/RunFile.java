package dev.crossfade.standalone.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code run.json} in the data directory: where everything of a running node is. It is there from
 * ready until the clean end; after SIGKILL it stays behind, so only a held lock makes it true.
 *
 * @param startedAt RFC 3339
 */
public record RunFile(
    String url,
    Kafka kafka,
    Database database,
    Map<String, Long> pids,
    Map<String, Served> migrations,
    String startedAt) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NAME = "run.json";

  /** The broker's address for clients. */
  public record Kafka(String bootstrap) {}

  /** The database, and the file that holds the password. */
  public record Database(String url, String user, String passwordFile) {}

  /**
   * A migration.
   *
   * @param blueprint the digest in hexadecimal
   * @param changes the topic of its log
   */
  public record Served(String blueprint, int partitions, String changes) {}

  /** The process id of the JVM. */
  public long pid() {
    return pids.getOrDefault("crossfade", -1L);
  }

  /** The file's content; empty when there is none. */
  public static Optional<RunFile> in(Path data) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(data.resolve(NAME)), RunFile.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void write(Path data) throws IOException {
    Path unfinished = data.resolve(NAME + ".unfinished");
    Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    Files.move(unfinished, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(NAME));
  }
}
