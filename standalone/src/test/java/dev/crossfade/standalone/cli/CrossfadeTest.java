package dev.crossfade.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.embedded.DirectoryLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Statuses and messages, without anything being started. */
class CrossfadeTest {
  @TempDir Path data;

  /** What a command ended with. */
  record Ended(int status, String out, String err) {}

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine()
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    return new Ended(line.execute(arguments), out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dance",
        "up --prot 8080",
        "up --port eighty",
        "up --port 65536",
        "up --jwt-issuer me",
        "up --bind 0.0.0.0",
        "status --jsno",
        "ingest",
        "sync --kafka localhost:9092",
        "sync --kafka localhost:9092 --database mysql:x",
        "snapshot",
        "snapshot no-such-file.json",
        "snapshot pom.xml",
        "snapshot jdbc --query a=SELECT",
        "snapshot --jdbc jdbc:x --source erp",
        "snapshot --jdbc jdbc:postgresql://db/x?password=p --query a=b --source erp",
        "snapshot export --url http://127.0.0.1:1"
      })
  @DisplayName("wrong usage ends with 2 and says what is wrong")
  void wrongUsage(String arguments) {
    // given
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    if (words.length > 0 && words[0].equals("up")) {
      words = (arguments + " --data " + data).split(" ");
    }
    // when
    Ended ended = run(words);
    // then
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).isNotBlank().doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "status --json", "down", "snapshot export"})
  @DisplayName("where nothing runs: 3, and how to start it")
  void nothingRuns(String arguments) {
    // when
    Ended ended = run((arguments + " --data " + data).split(" "));
    // then
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("does not run", "./crossfade up");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  @DisplayName("what an earlier run left behind is not taken for a running one")
  void leftBehind() throws IOException {
    // given
    Files.writeString(
        data.resolve("run.json"),
        "{\"url\":\"http://127.0.0.1:1\",\"pids\":{\"crossfade\":1},\"migrations\":{}}");
    // when
    Ended ended = run("down", "--data", data.toString());
    // then
    assertThat(ended.status()).isEqualTo(3);
  }

  @Test
  @DisplayName("a port that is taken: 2, by whom, and how to choose another")
  void portTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      // when
      String port = Integer.toString(taken.getLocalPort());
      Ended ended = run("up", "--data", data.toString(), "--port", port);
      // then
      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.err()).contains("Port " + port + " is taken", "--port 0");
      if (System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
        assertThat(ended.err()).contains("(process " + ProcessHandle.current().pid() + ")");
      }
      assertThat(data.resolve("kafka")).doesNotExist();
    }
  }

  @Test
  @DisplayName("a data directory in use: 2, by whom, and the way out")
  void directoryInUse() throws IOException {
    try (DirectoryLock held = DirectoryLock.take(data)) {
      // when
      Ended ended = run("up", "--data", data.toString(), "--port", "0");
      // then
      assertThat(held).isNotNull();
      assertThat(ended.status()).isEqualTo(2);
      assertThat(ended.err()).contains("in use by", "./crossfade down", "--data");
    }
  }

  @Test
  @DisplayName("a blueprint with problems: 1, as blueprint check says, with the file's name")
  void noBlueprint() {
    // when
    Ended ended =
        run("up", "--data", data.toString(), "--port", "0", "--blueprint", data.toString());
    // then
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("blueprint.yaml");
    assertThat(data.resolve("kafka")).doesNotExist();
  }

  @Test
  @DisplayName("a blueprint that nobody knows: 2, those that there are, and the one that was meant")
  void unknownBlueprint() {
    // when
    Ended ended = run("up", "--data", data.toString(), "--port", "0", "--blueprint", "scool");
    // then
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err())
        .contains("There is no blueprint \"scool\"", "school", "Did you mean \"school\"?");
    assertThat(data.resolve("kafka")).doesNotExist();
  }

  @Test
  @DisplayName("two blueprints of one name: 2, and the way out")
  void sameName() {
    // when
    Ended ended =
        run(
            "up",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--blueprint",
            "school",
            "--blueprint",
            "../blueprints/school");
    // then
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("Two of the blueprints have the name school", "Leave one out");
    assertThat(data.resolve("kafka")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "--help,up",
    "--version,crossfade",
    "help up,--blueprint",
    "generate-completion,complete"
  })
  @DisplayName("help, version and completion end with 0")
  void helps(String arguments, String expected) {
    // when
    Ended ended = run(arguments.split(" "));
    // then
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains(expected);
  }
}
