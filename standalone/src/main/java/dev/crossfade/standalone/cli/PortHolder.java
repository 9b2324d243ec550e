package dev.crossfade.standalone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who listens on a TCP port, as far as Linux tells this user in {@code /proc}. */
final class PortHolder {
  private static final Path PROC = Path.of("/proc");
  // Columns of /proc/net/tcp, see proc_net_tcp in the kernel's documentation.
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENS = "0A";

  private PortHolder() {}

  /** Such as {@code java (process 4711)}; empty where it cannot be told. */
  static Optional<String> of(int port) {
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(PROC.resolve("net").resolve(table)))
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > INODE && columns[STATE].equals(LISTENS))
        .filter(columns -> columns[LOCAL_ADDRESS].endsWith(hexadecimal(port)))
        .flatMap(columns -> ProcessHandle.allProcesses().filter(p -> holds(p, columns[INODE])))
        .findFirst()
        .map(PortHolder::name);
  }

  private static String hexadecimal(int port) {
    return String.format(Locale.ROOT, ":%04X", port);
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean holds(ProcessHandle process, String inode) {
    Path descriptors = PROC.resolve(Long.toString(process.pid())).resolve("fd");
    String socket = "socket:[" + inode + "]";
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.toList().stream().anyMatch(descriptor -> leadsTo(descriptor, socket));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean leadsTo(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(ProcessHandle process) {
    List<String> command =
        process.info().command().map(path -> Path.of(path).getFileName().toString()).stream()
            .toList();
    return String.join("", command.isEmpty() ? List.of("a process") : command)
        + " (process "
        + process.pid()
        + ")";
  }
}
