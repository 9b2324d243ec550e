package dev.crossfade.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a data directory for one server. The kernel lets go of it when the process ends, however it
 * ends.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final FileChannel channel;
  private final Path ownerFile;

  private DirectoryLock(FileChannel channel, Path ownerFile) {
    this.channel = channel;
    this.ownerFile = ownerFile;
  }

  /**
   * Creates the directory where it is missing, for its owner only, and takes it. Throws {@link
   * DirectoryInUseException}, never waits.
   */
  public static DirectoryLock take(Path directory) throws IOException {
    Files.createDirectories(directory, OWNER_ONLY);
    // A file of its own: POSIX drops a process's locks on a file as soon as the process closes any
    // descriptor of that
    // file, so a second attempt in this JVM must not even open the locked one.
    Path ownerFile = directory.resolve("crossfade.owner");
    if (thisProcess().equals(ownerIn(ownerFile))) {
      throw new DirectoryInUseException(directory, "this process");
    }
    FileChannel channel =
        FileChannel.open(
            directory.resolve("crossfade.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new DirectoryInUseException(directory, ownerIn(ownerFile));
      }
      Files.writeString(ownerFile, thisProcess());
      return new DirectoryLock(channel, ownerFile);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether a live process holds the directory. */
  public static boolean isHeld(Path directory) throws IOException {
    Path file = directory.resolve("crossfade.lock");
    if (thisProcess().equals(ownerIn(directory.resolve("crossfade.owner")))) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    return channel.tryLock();
  }

  /**
   * With the time of its start, because containers hand out the same process ids again and again.
   */
  private static String thisProcess() {
    ProcessHandle current = ProcessHandle.current();
    Instant started = current.info().startInstant().orElse(Instant.EPOCH);
    return "process " + current.pid() + " (started " + started + ")";
  }

  private static String ownerIn(Path ownerFile) throws IOException {
    try {
      return Files.readString(ownerFile);
    } catch (NoSuchFileException e) {
      return "another process";
    }
  }

  /** Lets go. Safe to call twice. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      Files.deleteIfExists(ownerFile);
      channel.close();
    }
  }
}
