package dev.crossfade.standalone.campaign;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM as a process of its own, so that it can be killed like one, and started again. */
final class ChildProcess {
  private final ProcessBuilder builder;
  private Process process;

  private ChildProcess(ProcessBuilder builder) throws IOException {
    this.builder = builder;
    this.process = builder.start();
  }

  /**
   * Starts one.
   *
   * @param classPath class path and main class, or {@code -jar} and a jar
   * @param output is added to
   */
  static ChildProcess start(
      List<String> classPath, Path output, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcrossfade.log=text"));
    command.addAll(classPath);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    File log = output.toFile();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    return new ChildProcess(builder);
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The same again, once it has ended. */
  void startAgain() throws IOException {
    process = builder.start();
  }

  /** SIGKILL, and waits for the end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; SIGKILL when that takes too long. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }

  /** SIGSTOP: it stands still and notices nothing. */
  void pause() throws IOException, InterruptedException {
    Signals.send("STOP", process.pid());
  }

  /** SIGCONT. */
  void goOn() throws IOException, InterruptedException {
    Signals.send("CONT", process.pid());
  }
}
