package dev.crossfade.standalone.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.standalone.School;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The launcher as a person uses it: real script, real processes. */
class LauncherIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  /** What a command ended with. */
  record Ended(int status, String out, String err) {}

  private Path data() {
    return folder.resolve("data");
  }

  /** Through a link, from another directory. */
  private Ended crossfade(String... arguments) throws IOException, InterruptedException {
    Path link = folder.resolve("link");
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, Path.of("../crossfade").toRealPath());
    }
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("CROSSFADE_BUILD", "never");
    builder.environment().put("CROSSFADE_JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(120, SECONDS)).as("ends in time").isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private JsonNode status() throws IOException, InterruptedException {
    Ended ended = crossfade("status", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    return JSON.readTree(ended.out());
  }

  private static ProcessHandle process(JsonNode status, String name) {
    return ProcessHandle.of(status.path("pids").path(name).longValue()).orElseThrow();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    crossfade("down");
    Files.delete(folder.resolve("link"));
  }

  @Test
  @DisplayName("up, status, SIGKILL, up again, down: nothing is lost and no process stays")
  void life() throws Exception {
    // given
    Ended up = crossfade("up", "--detach", "--port", "0");
    assertThat(up.status()).as(up.err()).isZero();
    JsonNode first = status();
    String position;
    try (School school = School.at(first.path("url").stringValue())) {
      position = school.post("r1", 24);
      assertThat(school.capacity("r1", position)).isEqualTo(24);
    }

    // when
    Ended second = crossfade("up", "--port", "0");
    kill(process(first, "crossfade"));
    Ended unreachable = crossfade("status");
    Ended again = crossfade("up", "--detach", "--port", "0");

    // then
    assertThat(up.out()).contains(first.path("url").stringValue(), "psql", "curl", "Bearer");
    assertThat(first.path("migrations").path("school").path("lag").isNumber()).isTrue();
    assertThat(second.status()).isEqualTo(2);
    assertThat(second.err()).contains("in use by process").doesNotContain("\tat ");
    assertThat(unreachable.status()).isEqualTo(3);
    assertThat(again.status()).as(again.err()).isZero();
    endsCleanly(status(), position);
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(20)).until(() -> !runs(process));
  }

  /** A zombie, where nobody collects orphans, does not run. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private void endsCleanly(JsonNode status, String position) throws Exception {
    try (School school = School.at(status.path("url").stringValue())) {
      assertThat(school.capacity("r1", position)).isEqualTo(24);
    }
    JsonNode database = status.path("database");
    String password =
        Files.readString(Path.of(database.path("passwordFile").stringValue())).strip();
    try (Connection connection =
        DriverManager.getConnection(
            database.path("url").stringValue(), database.path("user").stringValue(), password)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    Ended screen = crossfade("status");
    assertThat(screen.out()).contains("log end 1 ", "applied 1 ", "lag 0 ");

    Ended down = crossfade("down");

    assertThat(down.status()).as(down.err()).isZero();
    await().atMost(Duration.ofSeconds(10)).until(() -> !runs(process(status, "crossfade")));
    assertThat(ProcessHandle.of(status.path("pids").path("postgres").longValue()))
        .as("no orphan")
        .matches(postgres -> postgres.isEmpty() || !runs(postgres.get()));
    assertThat(data().resolve("run.json")).doesNotExist();
    assertThat(crossfade("status").status()).isEqualTo(3);
  }

  @Test
  @DisplayName("what keeps a detached start from ready is said where it was started")
  void detachedFails() throws Exception {
    // when
    Ended ended = crossfade("up", "--detach", "--port", "0", "--bind", "192.0.2.1");
    // then
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("127.0.0.1").doesNotContain("{\"timestamp");
  }
}
