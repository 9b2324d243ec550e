package dev.crossfade.standalone.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code up} in a process of its own, which outlives this one: its log in {@code
 * log/crossfade.log}, what it says at its start in {@code log/up.txt}.
 */
final class Detached {
  private static final long LOG_LIMIT = 10L * 1024 * 1024;
  private static final long POLL_MILLIS = 50;

  private final Path data;
  private final PrintWriter out;
  private final PrintWriter err;

  Detached(Path data, PrintWriter out, PrintWriter err) {
    this.data = data;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it, and returns its exit status when it ended at once, else 0 when it is ready.
   *
   * @param arguments those of this process
   */
  int start(List<String> arguments) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(data.resolve("log"));
    Path log = folder.resolve("crossfade.log");
    Path said = folder.resolve("up.txt");
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(log, folder.resolve("crossfade.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    long before = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectInput(new File("/dev/null"))
            .redirectOutput(said.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      String text = Files.readString(said);
      if (text.contains(Welcome.LAST)) {
        out.print(text.replace(Welcome.LAST + System.lineSeparator(), ""));
        out.println("It runs detached (process " + process.pid() + ", log in " + log + ").");
        out.println("./crossfade down stops it.");
        out.flush();
        return 0;
      }
    }
    tell(log, before);
    return process.exitValue();
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // Out of the terminal's session: neither its Ctrl-C nor its end is meant for this process.
      command.add("/usr/bin/setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-Dcrossfade.log=json", "-Dpicocli.ansi=false"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    arguments.stream().filter(argument -> !argument.equals("--detach")).forEach(command::add);
    return command;
  }

  /** What the process said for people before it ended; the rest of its log is JSON. */
  private void tell(Path log, long before) throws IOException {
    byte[] all = Files.readAllBytes(log);
    String since = new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8);
    since.lines().filter(line -> !line.startsWith("{")).forEach(err::println);
    err.flush();
  }
}
