package dev.crossfade.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.demo.check.Progress;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is exported, sent, and sent again, with a node's real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TENANT = "school-1";

  @TempDir private static Path data;
  @TempDir private static Path folder;
  private @Nullable Node running;

  /** What a command ended with. */
  record Ended(int status, String out, String err) {}

  @BeforeAll
  void start() throws InterruptedException {
    running =
        Node.start(
            NodeSettings.local(
                data,
                0,
                new DevelopmentAuthenticator(InstantSource.system()),
                MigrationFolder.school()),
            what -> {});
    String url = node().url().toString();
    Ended sent = run("blueprint", "sample", "school", "--scale", "0.02", "--post", url);
    assertThat(sent.status()).as(sent.err()).isZero();
    awaitApplied();
  }

  @AfterAll
  void stop() {
    node().close();
  }

  private Node node() {
    Node now = running;
    if (now == null) {
      throw new IllegalStateException("no node");
    }
    return now;
  }

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

  private static Ended snapshot(String... arguments) {
    List<String> words = new ArrayList<>(List.of("snapshot"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--data", data.toString(), "--tenant", TENANT));
    return run(words.toArray(String[]::new));
  }

  private void awaitApplied() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  Progress.ask(http, node().url(), "school")
                      .filter(progress -> progress.lag() == 0)
                      .isPresent());
    }
  }

  /** Each record with the event that made it, and how many did. */
  private String states() throws SQLException {
    DatabaseAccess at = node().database();
    try (var connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) || ' ' || md5(string_agg(concat_ws('|', tenant, domain, id,"
                    + " decided_offset, written_offset, revision, source, encode(digest, 'hex')),"
                    + " ',' ORDER BY tenant, domain, id)) FROM crossfade.record_state")) {
      row.next();
      return row.getString(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"domains, export.json", "ndjson, export.ndjson", "store, store.json"})
  @DisplayName("an export that is sent again, in any form, changes nothing")
  void roundTrip(String format, String name) throws Exception {
    // given
    Path file = folder.resolve(name);
    String before = states();
    Ended exported = snapshot("export", "--format", format, "--out", file.toString());
    assertThat(exported.status()).as(exported.err()).isZero();
    // when
    Ended dry = snapshot(file.toString(), "--source", "export-" + format, "--dry-run", "--json");
    Ended sent = snapshot(file.toString(), "--source", "export-" + format, "--json");
    awaitApplied();
    // then
    assertThat(dry.status()).as(dry.out() + dry.err()).isZero();
    assertThat(sent.status()).as(sent.out() + sent.err()).isZero();
    JsonNode answer = JSON.readTree(sent.out());
    assertThat(answer.path("domains").path("students").path("records").asInt()).isPositive();
    assertThat(answer.path("rejected").asInt(-1)).isZero();
    assertThat(JSON.readTree(dry.out()).path("domains")).isEqualTo(answer.path("domains"));
    assertThat(states()).isEqualTo(before);
  }

  @Test
  @DisplayName(
      "a dump from the console: what it holds, what the blueprint does not know, what is broken")
  void dump() throws Exception {
    // given
    Path dump = folder.resolve("dump.json");
    Files.writeString(
        dump,
        """
        {"classrooms": "[{\\"id\\":\\"d1\\",\\"name\\":\\"Room\\",\\"capacity\\":3},{\\"id\\":\\"d2\\",\\"name\\":7}]",
         "theme": "dark", "counter": 3}
        """);
    // when
    Ended nameless = snapshot(dump.toString());
    Ended sent = snapshot(dump.toString(), "--source", "laptop");
    Ended json = snapshot(dump.toString(), "--source", "laptop", "--json");
    // then
    assertThat(nameless.status()).isEqualTo(2);
    assertThat(nameless.err()).contains("--source is missing");
    assertThat(sent.status()).as(sent.out() + sent.err()).isEqualTo(1);
    assertThat(sent.out())
        .contains("2 records, 1 mapped, 1 rejected: 1 schema-violation", "theme", "classrooms d2");
    JsonNode answer = JSON.readTree(json.out());
    assertThat(answer.path("rejected").asInt()).isEqualTo(1);
    assertThat(answer.path("unknownKeys").size()).isEqualTo(2);
  }

  @Test
  @DisplayName("lines: those that are rejected are in the errors file, the others arrive")
  void lines() throws Exception {
    // given
    Path lines = folder.resolve("rooms.ndjson");
    Files.writeString(
        lines,
        """
        {"domain":"classrooms","data":{"id":"n1","name":"Room","capacity":3}}
        {"domain":"classrooms","data":{"id":"n2","name":7}}

        {"domain":"classrooms","data":
        {"domain":"nowhere","data":{"id":"n3"}}
        """);
    Path errors = folder.resolve("errors.ndjson");
    Path state = folder.resolve("rooms.state");
    String[] command = {
      lines.toString(),
      "--source",
      "lines",
      "--errors",
      errors.toString(),
      "--state",
      state.toString()
    };
    // when
    Ended sent = snapshot(command);
    Ended again = snapshot(command);
    awaitApplied();
    // then
    assertThat(sent.status()).as(sent.out() + sent.err()).isEqualTo(1);
    assertThat(sent.out()).contains("2 records, 1 mapped, 1 rejected");
    assertThat(Files.readAllLines(errors)).hasSize(3);
    assertThat(Files.readString(errors)).contains("\"row\":2", "\"row\":3", "\"row\":4");
    assertThat(again.out()).contains("is complete");
    assertThat(again.status()).isZero();
  }
}
