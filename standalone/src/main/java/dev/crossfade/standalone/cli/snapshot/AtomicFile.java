package dev.crossfade.standalone.cli.snapshot;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there as a whole or not at all: written beside it, put on the disk, then given its
 * name by {@link #commit}.
 */
final class AtomicFile implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Path path;
  private final Path unfinished;
  private final FileChannel channel;

  private AtomicFile(Path path, Path unfinished, FileChannel channel) {
    this.path = path;
    this.unfinished = unfinished;
    this.channel = channel;
  }

  static AtomicFile create(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".unfinished");
    return new AtomicFile(
        absolute,
        unfinished,
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /** Where the content goes; closing it only empties its buffer. */
  OutputStream content() {
    OutputStream raw = Channels.newOutputStream(channel);
    return new FilterOutputStream(new BufferedOutputStream(raw, BUFFER)) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /** The content is whole. */
  void commit() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(
        unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was not committed is gone. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(unfinished);
  }
}
