package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** The subcommand, in a process of its own. */
@ExtendWith(RealServers.class)
class IngestCommandIT {
  private static final String LISTENS = "ingest listens on http://127.0.0.1:";

  /** What the process runs: the subcommand alone. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.exit(new CommandLine(new IngestCommand()).execute(args));
    }
  }

  @Test
  @DisplayName("serves until SIGTERM; each request that was accepted before is in the log")
  void runsUntilToldToStop(TestKafka kafka) throws Exception {
    // given
    School school = School.create(kafka.bootstrap(), kafka.namespace());
    Process process =
        program("--kafka", kafka.bootstrap(), "--migration", school.name(), "--port", "0");
    try (BufferedReader out = process.inputReader(UTF_8);
        Client client = new Client(port(out), school.name())) {
      Awaitility.await().until(() -> client.get("/health/ready").status() == 200);

      // when
      Answer answer = client.structured("", tenant("t-1"));
      process.destroy();
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);

      // then
      assertThat(answer.status()).isEqualTo(202);
      assertThat(ended).isTrue();
      assertThat(school.log())
          .extracting(record -> record.position().toString())
          .containsExactly(answer.position());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void withoutABrokerItSaysHowToNameOne() throws Exception {
    // given
    Process process = program("--port", "0");

    // when
    boolean ended = process.waitFor(Duration.ofSeconds(20));
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

    // then
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(errors).contains("--kafka");
  }

  @Test
  @DisplayName("without keys it refuses an address that others can reach")
  void developmentModeIsLoopbackOnly() throws Exception {
    // given
    Process process = program("--kafka", "127.0.0.1:9", "--port", "0", "--bind", "0.0.0.0");

    // when
    boolean ended = process.waitFor(Duration.ofSeconds(20));

    // then
    assertThat(ended).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
  }

  private static String tenant(String tenant) {
    return Events.student("one").put("tenant", tenant).toString();
  }

  private static Process program(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("CROSSFADE_"));
    return builder.start();
  }

  private static int port(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENS)) {
        return Integer.parseInt(line.substring(LISTENS.length()));
      }
    }
    throw new AssertionError("the process ended without listening");
  }
}
