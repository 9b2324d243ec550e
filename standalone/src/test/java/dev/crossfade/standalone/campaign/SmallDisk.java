package dev.crossfade.standalone.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory, small enough to be filled. Mounting one takes privileges. */
final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTES = 224;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one there.
   *
   * @throws IOException when that is not possible here; the message says why
   */
  static SmallDisk mount(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    // Other users' servers write to it, too: PostgreSQL does not run as root.
    String options = "size=" + MEGABYTES + "m,mode=0777";
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(mount.getInputStream().readAllBytes(), UTF_8).strip();
    if (mount.waitFor() != 0) {
      throw new IOException(said);
    }
    return new SmallDisk(directory);
  }

  Path directory() {
    return directory;
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    byte[] block = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(balloon())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!Files.exists(balloon())) {
        throw e;
      }
      // No space left: that is what was wanted.
    }
  }

  /** Gives it back. */
  void empty() throws IOException {
    Files.deleteIfExists(balloon());
  }

  private Path balloon() {
    return directory.resolve("balloon");
  }

  @Override
  public void close() throws IOException {
    Process umount = new ProcessBuilder("umount", directory.toString()).inheritIO().start();
    if (umount.onExit().join().exitValue() != 0) {
      throw new IOException(directory + " cannot be unmounted");
    }
  }
}
