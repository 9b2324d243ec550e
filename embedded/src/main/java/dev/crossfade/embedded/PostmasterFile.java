package dev.crossfade.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a postmaster says of itself in {@code postmaster.pid}. The file is only ever read here: it
 * is the guard that keeps two servers off one directory, and PostgreSQL alone knows when it is
 * stale.
 *
 * @param ready whether the server accepts connections (the file's eighth line, as {@code pg_ctl}
 *     reads it)
 */
record PostmasterFile(long pid, boolean ready) {
  private static final int STATUS_LINE = 7;

  /** Empty when no server runs or ran, or when the file is just being written. */
  static Optional<PostmasterFile> in(Path cluster) throws IOException {
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"), UTF_8);
      boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
      return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
    } catch (NoSuchFileException | NumberFormatException | NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /**
   * The postmaster that runs on the directory now: the process lives, and its command line names
   * the directory.
   */
  static Optional<ProcessHandle> running(Path cluster) throws IOException {
    return in(cluster)
        .flatMap(file -> ProcessHandle.of(file.pid()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> servesFrom(cluster, process.info()));
  }

  private static boolean servesFrom(Path cluster, ProcessHandle.Info info) {
    boolean postgres = info.commandLine().orElse("").contains("postgres");
    return postgres
        && info.arguments()
            .map(arguments -> Arrays.asList(arguments).contains(cluster.toString()))
            .orElseGet(() -> info.commandLine().orElse("").contains(cluster.toString()));
  }
}
