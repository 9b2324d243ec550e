package dev.crossfade.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Servers in a JVM of their own, for tests that kill it. */
final class OtherProcess {
  private OtherProcess() {}

  static Process start(Class<?> main, Path directory) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                directory.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The line that the other process prints after "ready ", once its server runs. */
  static String awaitLine(Process process) throws IOException {
    var lines = process.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("ready ")) {
        return line.substring("ready ".length());
      }
    }
    throw new IOException("The other process ended before its server was ready.");
  }

  private static void ready(String address) throws InterruptedException {
    System.out.println("ready " + address);
    new CountDownLatch(1).await();
  }

  static final class Kafka {
    private Kafka() {}

    static void main(String[] arguments) throws InterruptedException {
      try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0)) {
        ready(kafka.bootstrap());
      }
    }
  }

  static final class Postgres {
    private Postgres() {}

    static void main(String[] arguments) throws Exception {
      try (PostgresServer server = PostgresServer.start(Path.of(arguments[0]), 0)) {
        PostgresServerIT.execute(server, "CREATE TABLE student (name text)");
        PostgresServerIT.execute(server, "INSERT INTO student VALUES ('Ada')");
        ready(Long.toString(server.pid()));
      }
    }
  }
}
