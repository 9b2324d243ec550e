package dev.crossfade.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class DemoCommandTest {
  private final StringWriter said = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--port, 70000",
    "--seconds, -1",
    "--seconds, soon",
    "--scale, 0",
    "--rate, -5",
    "--seed, x",
    "--blueprint, scool"
  })
  @DisplayName("values that cannot be are wrong usage, and nothing is started")
  void wrongValues(String option, String value) {
    // when
    int status = execute(option, value);

    // then
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains(option);
  }

  @Test
  @DisplayName("a directory that is not empty is left alone")
  void directoryInUse(@TempDir Path directory) throws Exception {
    // given
    Files.writeString(directory.resolve("notes.txt"), "mine");

    // when
    int status = execute("--data", directory.toString());

    // then
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains("is not empty");
    assertThat(directory).isDirectoryContaining("glob:**notes.txt");
  }

  private int execute(String... arguments) {
    return new CommandLine(new DemoCommand())
        .setErr(new PrintWriter(said, true))
        .setOut(new PrintWriter(said, true))
        .execute(arguments);
  }
}
