package dev.crossfade.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once from the class path. */
record PostgresBinaries(Path home) {
  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);

  /**
   * Programs that the account can run: in the user's cache, shared by all data directories, or in
   * the data directory where no cache can be written or the account may not enter the home
   * directory.
   */
  static PostgresBinaries forAccount(PostgresAccount account, Path dataDirectory)
      throws IOException {
    Path cache = cacheDirectory();
    if (account.owner() <= 0) {
      try {
        return unpackedIn(cache);
      } catch (FileSystemException e) {
        log.info("No cache in {} ({}).", cache, e.getClass().getSimpleName());
      }
    }
    return unpackedIn(dataDirectory.resolve("programs"));
  }

  private static Path cacheDirectory() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path caches =
        configured != null && !configured.isEmpty()
            ? Path.of(configured)
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("crossfade");
  }

  /**
   * Unpacks into {@code parent}, or finds there what an earlier run unpacked. The directory is
   * named by the digest of the archive and appears in one step, so a run killed in between leaves
   * nothing that looks complete, and two runs at once do no harm.
   */
  static PostgresBinaries unpackedIn(Path parent) throws IOException {
    String archive = archiveName();
    Path home = parent.resolve("postgresql-" + digest(archive));
    if (!Files.exists(home)) {
      log.info("Unpacking PostgreSQL into {}.", home);
      Files.createDirectories(parent);
      Path unfinished = Files.createTempDirectory(parent, "unfinished-");
      unpack(archive, unfinished);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (!Files.exists(home)) {
          throw e;
        }
        Directories.delete(unfinished);
      }
    }
    return new PostgresBinaries(home);
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static String archiveName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : "linux";
    String processor = machine.equals("aarch64") || machine.equals("arm64") ? "arm_64" : "x86_64";
    return "/postgres-" + system + "-" + processor + ".txz";
  }

  private static InputStream open(String archive) throws IOException {
    InputStream stream = PostgresBinaries.class.getResourceAsStream(archive);
    if (stream == null) {
      throw new IOException("No PostgreSQL for this machine on the class path: " + archive);
    }
    return stream;
  }

  private static String digest(String archive) throws IOException {
    try (var in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("The archive reaches outside its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, false)) {
            throw new IOException("Cannot make " + path + " executable.");
          }
        }
      }
    }
  }
}
