package dev.crossfade.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Table;
import dev.crossfade.kit.identity.Authenticator;
import dev.crossfade.kit.identity.DevelopmentAuthenticator;
import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.node.DatabaseAccess;
import dev.crossfade.standalone.node.Node;
import dev.crossfade.standalone.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code crossfade blueprint publish} and {@code sample --post} on a running node. */
class PublishIT {
  private static final Path SCHOOL = Path.of("../blueprints/school");

  @TempDir Path temp;

  /** What a command ended with. */
  record Ended(int status, String text) {}

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line =
        Main.commandLine()
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));
    return new Ended(line.execute(arguments), out.toString());
  }

  private String changed(String name, String find, String by) throws IOException {
    Path folder = temp.resolve(name);
    Files.createDirectories(folder.resolve("schemas"));
    try (var files = Files.walk(SCHOOL)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Path relative = SCHOOL.relativize(file);
        boolean hit = relative.toString().equals("blueprint.yaml") || by.startsWith("\"");
        Files.writeString(folder.resolve(relative), hit ? text.replace(find, by) : text);
      }
    }
    return folder.toString();
  }

  @Test
  @DisplayName("what is the same does nothing, what is incompatible or lacks columns is refused")
  void publish() throws Exception {
    // given
    Path data = temp.resolve("data");
    String narrower = changed("narrower", "\"maxLength\": 320", "\"maxLength\": 319");
    String wider =
        changed(
            "wider",
            "- avatar_url: text(2000)\n",
            "- avatar_url: text(2000)\n      - extra: text\n");
    Path yaml = Path.of(wider, "blueprint.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replace(
                "avatar_url: /avatar\n", "avatar_url: /avatar\n          extra: {constant: x}\n"));
    String fine = changed("fine", "conflicts: INTERACTIVE", "conflicts: AUTO_MERGE");
    try (Node node =
        Node.start(
            new NodeSettings(
                data,
                "127.0.0.1",
                0,
                List.of(),
                new DevelopmentAuthenticator(InstantSource.system()),
                3),
            word -> {})) {
      // when
      Ended same = publish(SCHOOL.toString(), data);
      Ended refused = publish(narrower, data);
      Ended report = run("blueprint", "publish", narrower, "--data", data.toString(), "--json");
      Ended checked = run("blueprint", "check", wider, "--data", data.toString());
      Ended lacking = publish(wider, data);
      Ended published = publish(fine, data);
      Ended again = publish(fine, data);
      Ended sent =
          run("blueprint", "sample", "school", "--scale", "0.001", "--post", node.url().toString());

      // then
      assertThat(same.text()).contains("Nothing to do");
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.text())
          .contains("domains.users.schema.properties.email.maxLength", "raise schemaVersion");
      assertThat(report.status()).isEqualTo(1);
      assertThat(report.text()).contains("\"ok\" : false", "schema.properties.email.maxLength");
      assertThat(checked.status()).isEqualTo(1);
      assertThat(checked.text()).contains("ALTER TABLE school.users ADD COLUMN extra text;");
      assertThat(lacking.status()).isEqualTo(1);
      assertThat(lacking.text())
          .contains("ALTER TABLE school.users ADD COLUMN extra text;", "nothing was published");
      assertThat(published.status()).as(published.text()).isZero();
      assertThat(published.text()).contains("Published: school, records of version 1");
      assertThat(again.text()).contains("Nothing to do");
      assertThat(sent.status()).as(sent.text()).isZero();
      assertThat(sent.text()).contains("events sent, 0 refused");
    }
  }

  @Test
  @DisplayName("sample --clean deletes all that sample --post made")
  void sampleAndClean() throws Exception {
    // given
    Authenticator anybody = new DevelopmentAuthenticator(InstantSource.system());
    MigrationFolder tasks = MigrationFolder.find("agent-tasks");
    try (Node node =
        Node.start(NodeSettings.local(temp.resolve("data"), 0, anybody, tasks), w -> {})) {
      String url = node.url().toString();
      run("blueprint", "sample", "agent-tasks", "--scale", "0.001", "--post", url);
      Awaitility.await().untilAsserted(() -> assertThat(rows(node)).isPositive());

      // when
      Ended ended =
          run("blueprint", "sample", "agent-tasks", "--scale", "0.001", "--post", url, "--clean");

      // then
      assertThat(ended.status()).as(ended.text()).isZero();
      assertThat(ended.text()).contains("deletes sent, 0 refused");
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> rows(node) == 0);
    }
  }

  private static long rows(Node node) throws SQLException {
    long rows = 0;
    DatabaseAccess at = node.database();
    try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password());
        Statement statement = connection.createStatement()) {
      for (Table table : node.blueprint("agent-tasks").tablesParentsFirst()) {
        try (ResultSet count =
            statement.executeQuery("select count(*) from " + table.qualifiedName())) {
          count.next();
          rows += count.getLong(1);
        }
      }
    }
    return rows;
  }

  private static Ended publish(String folder, Path data) {
    return run("blueprint", "publish", folder, "--data", data.toString());
  }
}
