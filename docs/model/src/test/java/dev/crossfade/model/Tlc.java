package dev.crossfade.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs TLC in a JVM of its own: it keeps its state in static fields, and ends the JVM when it likes
 * to. It works on a copy of the modules, since it writes beside what it reads.
 *
 * @param folder an empty one, for the copy and whatever TLC leaves
 * @param heap as for {@code -Xmx}
 * @param limit after which it is ended
 */
record Tlc(Specification specification, Path folder, String heap, Duration limit) {
  private static final String WORKERS = "2";

  /** Checks one configuration to its end, or to the first violation. */
  TlcResult check(Configuration configuration) throws IOException, InterruptedException {
    for (Path module : specification.modules()) {
      Files.copy(module, folder.resolve(module.getFileName()));
    }
    Files.write(folder.resolve("Checked.cfg"), configuration.lines());
    Path output = folder.resolve("output.txt");
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command(configuration.module()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      String text = Files.readString(output);
      return ended
          ? TlcResult.of(text, took)
          : TlcResult.of(text + "\nnot ended within " + limit, took);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private List<String> command(String module) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heap,
        "-XX:+UseParallelGC",
        "-cp",
        System.getProperty("java.class.path"),
        "tlc2.TLC",
        "-workers",
        WORKERS,
        "-metadir",
        folder.resolve("states").toString(),
        "-config",
        "Checked.cfg",
        module);
  }
}
